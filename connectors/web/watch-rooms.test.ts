import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Post } from '../../kit/ports/board.ts'
import { createMemoryBoard } from '../../testing/fakes/memory-board.ts'
import { watchRooms } from './watch-rooms.ts'

const saying = (id: string, room: string): Omit<Post, 'rev' | 'at'> => ({
  id,
  room,
  thread: null,
  kind: 'text',
  author: null,
  to: null,
  body: { text: id },
})

describe('the look at open rooms', () => {
  let stop = () => {}
  afterEach(() => stop())
  const eventually = (check: () => void) => vi.waitFor(check, { timeout: 4_000, interval: 5 })
  const watching = async (rooms: string[], board = createMemoryBoard()) => {
    const heard: string[] = []
    const watch = watchRooms({ board, everyMs: () => 10, rooms: () => rooms })
    stop = watch.listen((posts) => heard.push(...posts.map((post) => post.id)))
    watch.look()
    await new Promise((resolve) => setTimeout(resolve, 30))
    return { heard, board }
  }

  it('finds what another process posted or redrew, each once', async () => {
    const rooms = ['a', 'b']
    const { heard, board } = await watching(rooms)
    await board.post([saying('1', 'a'), saying('2', 'b'), saying('3', 'elsewhere')])
    await eventually(() => expect(heard.toSorted()).toEqual(['1', '2']))
    await board.redraw('1', 'a', { text: 'new' })
    await eventually(() => expect(heard.toSorted()).toEqual(['1', '1', '2']))
  })

  it('does not repeat what stood in a room when it was opened', async () => {
    const board = createMemoryBoard()
    await board.post([saying('old', 'a')])
    const { heard } = await watching(['a'], board)
    await board.post([saying('new', 'a')])
    await eventually(() => expect(heard).toEqual(['new']))
  })

  it('asks the board nothing while nobody reads, and survives a board that fails', async () => {
    const board = createMemoryBoard()
    const asked: (readonly string[])[] = []
    let broken = true
    const failing = {
      ...board,
      revs: async (rooms: readonly string[]) => {
        asked.push(rooms)
        if (broken) throw new Error('away')
        return board.revs(rooms)
      },
    }
    const rooms: string[] = []
    const { heard } = await watching(rooms, failing)
    expect(asked).toEqual([])
    rooms.push('a')
    await eventually(() => expect(asked.length).toBeGreaterThan(1))
    broken = false
    const before = asked.length
    await eventually(() => expect(asked.length).toBeGreaterThan(before + 1))
    await board.post([saying('1', 'a')])
    await eventually(() => expect(heard).toEqual(['1']))
  })

  it('brings everything of a room that fills faster than it is looked at', async () => {
    const { heard, board } = await watching(['a'])
    await board.post(Array.from({ length: 450 }, (_, i) => saying(`p${i}`, 'a')))
    await eventually(() => expect(heard).toHaveLength(450))
  })
})

import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Board, Post } from '../../kit/ports/board.ts'

type NewPost = Omit<Post, 'rev' | 'at'>

/** The suite every board passes. `start` is asked once; each case uses rooms of its own. */
export function boardContract(name: string, start: () => Promise<Board>): void {
  describe(`board contract: ${name}`, { timeout: 30_000 }, () => {
    let board: Board
    beforeAll(async () => {
      board = await start()
    }, 120_000)
    const aRoom = () => `room-${randomUUID()}`
    const saying = (room: string, text: string, more: Partial<NewPost> = {}): NewPost => ({
      id: randomUUID(),
      room,
      thread: null,
      kind: 'text',
      author: null,
      to: null,
      body: { text },
      ...more,
    })
    const texts = (posts: readonly Post[]) => posts.map((post) => post.body['text'])

    it('tells the newest rev of each room that has one', async () => {
      const [quiet, busy] = [aRoom(), aRoom()]
      const post = saying(busy, 'a')
      await board.post([post, saying(busy, 'b')])
      expect([...(await board.revs([quiet, busy]))]).toEqual([[busy, 2]])
      await board.redraw(post.id, busy, { text: 'c' })
      expect((await board.revs([busy, quiet])).get(busy)).toBe(3)
      expect((await board.revs([])).size).toBe(0)
    })

    it('keeps every part of a post as it was given', async () => {
      const room = aRoom()
      const post = saying(room, '', {
        thread: 'root',
        kind: 'whisper',
        author: 'lin',
        to: 'wang',
        body: { text: '繁體 👩‍👩‍👧 \u0000 \ud800 <b>', list: [1, null, { a: true }] },
      })
      await board.post([post])
      const [kept] = await board.latest(room, 10)
      expect(kept).toEqual({ ...post, rev: 1, at: expect.any(Number) })
      expect(Math.abs(Date.now() - (kept?.at ?? 0))).toBeLessThan(60_000)
    })

    it('counts each room by itself, from one, without a gap', async () => {
      const [one, two] = [aRoom(), aRoom()]
      await board.post([saying(one, 'a'), saying(two, 'b'), saying(one, 'c')])
      await board.post([saying(two, 'd'), saying(one, 'e')])
      expect((await board.latest(one, 10)).map((post) => [post.body['text'], post.rev])).toEqual([
        ['a', 1],
        ['c', 2],
        ['e', 3],
      ])
      expect((await board.latest(two, 10)).map((post) => [post.body['text'], post.rev])).toEqual([
        ['b', 1],
        ['d', 2],
      ])
    })

    it('shows the posts of one call in the order they were given, also by time', async () => {
      const room = aRoom()
      const said = Array.from({ length: 40 }, (_, i) => `${i}`)
      await board.post(said.map((text) => saying(room, text)))
      const posts = await board.latest(room, 100)
      expect(texts(posts)).toEqual(said)
      expect(posts.map((post) => post.at)).toEqual(posts.map((post) => post.at).toSorted((a, b) => a - b))
    })

    it('leaves a repeated id alone, in the same call or a later one, and counts nothing for it', async () => {
      const room = aRoom()
      const first = saying(room, 'first')
      await board.post([first, { ...first, body: { text: 'twin' } }])
      await board.post([{ ...first, body: { text: 'again' } }, saying(room, 'second')])
      expect((await board.latest(room, 10)).map((post) => [post.body['text'], post.rev])).toEqual([
        ['first', 1],
        ['second', 2],
      ])
    })

    it('keeps each post once with a rev of its own when many post at once, some of it twice', async () => {
      const rooms = [aRoom(), aRoom()]
      const posts = Array.from({ length: 30 }, (_, i) => saying(rooms[i % 2] ?? '', `${i}`))
      await Promise.all([...posts, ...posts].map((post) => board.post([post])))
      for (const room of rooms) {
        const there = await board.latest(room, 100)
        expect(there).toHaveLength(15)
        expect(new Set(there.map((post) => post.rev)).size).toBe(15)
      }
    })

    it('redraws a post in its place, with a new rev', async () => {
      const room = aRoom()
      const card = saying(room, 'new', { kind: 'card' })
      await board.post([card, saying(room, 'talk')])
      const [before] = await board.latest(room, 1, null)
      await board.redraw(card.id, room, { text: 'taken' })
      const after = await board.since(room, before?.rev ?? 0, 10)
      expect(after.map((post) => [post.id, post.body['text'], post.rev, post.kind])).toEqual([[card.id, 'taken', 3, 'card']])
      expect(await board.latest(room, 10)).toHaveLength(2)
    })

    it('ignores a redraw of what is not there, or is in another room', async () => {
      const [room, other] = [aRoom(), aRoom()]
      const card = saying(room, 'card')
      await board.post([card, saying(other, 'talk')])
      await board.redraw(randomUUID(), room, { text: 'x' })
      await board.redraw(card.id, other, { text: 'x' })
      await board.redraw(card.id, aRoom(), { text: 'x' })
      expect((await board.latest(room, 10)).map((post) => [post.body['text'], post.rev])).toEqual([['card', 1]])
      await board.post([saying(other, 'more')])
      expect((await board.latest(other, 10)).map((post) => post.rev)).toEqual([1, 2])
    })

    it('pages forward by rev without losing or repeating anything', async () => {
      const room = aRoom()
      await board.post(Array.from({ length: 7 }, (_, i) => saying(room, `${i}`)))
      const seen: unknown[] = []
      let rev = 0
      for (;;) {
        const page = await board.since(room, rev, 3)
        if (page.length === 0) break
        expect(page.length).toBeLessThanOrEqual(3)
        seen.push(...texts(page))
        rev = page.at(-1)?.rev ?? rev
      }
      expect(seen).toEqual(['0', '1', '2', '3', '4', '5', '6'])
    })

    it('shows a room with or without its threads, or one thread alone', async () => {
      const room = aRoom()
      await board.post([
        saying(room, 'card'),
        saying(room, 'note', { thread: 't1' }),
        saying(room, 'other', { thread: 't2' }),
        saying(room, 'talk'),
      ])
      expect(texts(await board.latest(room, 10))).toEqual(['card', 'note', 'other', 'talk'])
      expect(texts(await board.latest(room, 10, null))).toEqual(['card', 'talk'])
      expect(texts(await board.latest(room, 10, 't1'))).toEqual(['note'])
      expect(texts(await board.latest(room, 1, null))).toEqual(['talk'])
      expect(texts(await board.since(room, 1, 10))).toEqual(['note', 'other', 'talk'])
      expect(texts(await board.since(room, 1, 10, null))).toEqual(['talk'])
      expect(texts(await board.since(room, 2, 10, 't2'))).toEqual(['other'])
      expect(texts(await board.since(room, 2, 10, 't1'))).toEqual([])
    })

    it('knows nothing of a room nobody has posted in, and takes no posts at all calmly', async () => {
      await board.post([])
      expect(await board.latest(aRoom(), 10)).toEqual([])
      expect(await board.since(aRoom(), 0, 10)).toEqual([])
    })
  })
}

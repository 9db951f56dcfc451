import { afterAll, describe, expect, it } from 'vitest'
import { boardContract } from '../testing/contracts/board.contract.ts'
import { createMemoryBoard } from '../testing/fakes/memory-board.ts'
import { DATABASE_NAME, databaseOfFile } from '../testing/services/fresh-database.ts'
import { createBoard } from './board-store.ts'

const { open, close } = databaseOfFile()
afterAll(close)

boardContract(DATABASE_NAME, async () => createBoard(await open()))
boardContract('in memory', async () => createMemoryBoard())

describe('board in a database', () => {
  const post = { id: 'p1', room: 'all-or-none', thread: null, kind: 'text', author: null, to: null, body: {} } as const

  it('writes all posts of a call or none', async () => {
    const board = createBoard(await open())
    const broken = { ...post, id: 'p2', author: 'no \u0000 in text' }
    await expect(board.post([post, broken])).rejects.toThrow()
    expect(await board.latest('all-or-none', 10)).toEqual([])
    await board.post([post])
    expect((await board.latest('all-or-none', 10)).map(({ rev }) => rev)).toEqual([1])
  })
})

/** Row 36 of the fault catalogue: what processes with clocks of their own put in order. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createIds } from '../kit/ids.ts'
import { DATABASE_NAME, databaseOfFile } from '../testing/services/fresh-database.ts'
import type { Db } from './database.ts'
import { followClock, newestId } from './database-clock.ts'

const database = databaseOfFile()
let db: Db
beforeAll(async () => {
  db = await database.open()
}, 120_000)
afterAll(database.close)

const theirs = async () => (await sql<{ now: number }>`select clock_timestamp() as now`.execute(db.kysely)).rows[0]?.now ?? 0

describe(`the database’s clock (${DATABASE_NAME})`, () => {
  it('is told by a process whose own was set an hour back', async () => {
    const right = Date.now
    const wrong = vi.spyOn(Date, 'now').mockImplementation(() => right() - 3_600_000)
    try {
      // The clock of an embedded database in this thread is the thread's: it is wrong alike.
      const clock = await followClock(db)
      const [before, told, after] = [await theirs(), clock.now(), await theirs()]
      expect([told >= before - 50, told <= after + 50]).toEqual([true, true])
      clock.stop()
    } finally {
      wrong.mockRestore()
    }
  })

  it('is followed where the ticks of the machine go wrong', async () => {
    let off = 0
    const clock = await followClock(db, { ticks: () => performance.now() + off, lookMs: 5 })
    off = 60_000
    expect(clock.now() - (await theirs())).toBeGreaterThan(50_000)
    await vi.waitFor(async () => expect(Math.abs(clock.now() - (await theirs()))).toBeLessThan(1_000), 5_000)
    clock.stop()
  })

  it('and the newest of all ids are asked for before a process makes its own', async () => {
    expect(await newestId(db)).toBeNull()
    const [older, newest] = [createIds(() => 1_000).next(), createIds(() => 2_000).next()]
    const add = (id: string) =>
      sql`insert into event (id, line, what, sender, text, value, at) values (${id}, 'team:x', 'post', '', '', '{}', now())`
    for (const id of [newest, older]) await add(id).execute(db.kysely)
    expect(await newestId(db)).toBe(newest)
  })
})

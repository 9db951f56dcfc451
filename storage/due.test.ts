/** How long the loops may sleep: what was missed for a moment is not left to the next poll. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createIds } from '../kit/ids.ts'
import { LEASE, only, PACED, PAUSE, type StoresRig, storesRig } from '../testing/contracts/stores-rig.ts'
import { DATABASE_NAME, databaseOfFile } from '../testing/services/fresh-database.ts'
import type { Db } from './database.ts'
import { followSetBack, nextLaneMs, nextTimerMs } from './due.ts'

const database = databaseOfFile()
let db: Db
let rig: StoresRig
beforeAll(async () => {
  db = await database.open()
}, 120_000)
afterAll(database.close)
beforeEach(async () => {
  rig = await storesRig(db)
})

describe(`the next time that comes (${DATABASE_NAME})`, () => {
  it('is now for a promise that broke while the database was slow to answer, and for none that is in hand', async () => {
    await rig.open('ann', 'it broke')
    const due = (seconds: number) =>
      sql`update timer set due_at = now() + make_interval(secs => ${seconds}), until = null where due_at is not null`.execute(db.kysely)
    await due(60)
    expect(await nextTimerMs(db)).toBeGreaterThan(50_000)
    // Long after a claim that was asked just before could have seen it.
    await due(-2)
    expect(await nextTimerMs(db)).toBeLessThan(50)
    expect(await rig.worker.time.claim(8)).not.toEqual([])
    expect(await nextTimerMs(db)).toBeNull()
  })

  it('comes again for a promise whose claim the database’s clock was set back behind (row 36)', async () => {
    const { id } = await rig.open('ann', 'it broke')
    await rig.pass(2 * 3_600)
    const claimed = (await rig.worker.time.claim(8)).map(({ timer }) => timer)
    // What a clock that is an hour and more behind sees of them.
    await sql`update timer set due_at = due_at + interval '2 hours', until = until + interval '2 hours' where ticket_id = ${id}`.execute(
      db.kysely,
    )
    let decided = 0
    const seen = claimed.map((timer) => ({ ...timer, due: timer.due + 2 * 3_600_000 }))
    const decide = () => {
      decided++
      throw new Error('nothing is due')
    }
    await rig.worker.time.commit(seen, decide)
    expect(decided).toBe(0)
    expect(await rig.count('timer', `kind = 'promise' and due_at is not null`)).toBe(2)
    await rig.pass(2 * 3_600 + LEASE + PAUSE)
    expect(await rig.other.time.claim(8)).not.toEqual([])
  })

  it('is now for what was put off before the clock was set back eight hours, and not for promises (row 36)', async () => {
    await rig.open('ann', 'it broke')
    await rig.say('bob', 'it broke, too')
    const due = async (table: string) =>
      (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)} where due_at <= now()`.execute(db.kysely)).rows[0]?.n
    const ahead = sql`interval '8 hours'`
    for (const table of ['line', 'turn', 'timer', 'lane'])
      await sql`update ${sql.table(table)} set due_at = due_at + ${ahead}`.execute(db.kysely)
    expect([await due('line'), await due('lane')]).toEqual([0, 0])
    await followSetBack(db)
    expect([await due('line'), await due('lane')]).toEqual([0, 0])
    const id = createIds(() => Date.now() + 8 * 3_600_000).next()
    await sql`insert into event (id, line, what, sender, text, value, at) values (${id}, 'team:x', 'post', '', '', '{}', now())`.execute(
      db.kysely,
    )
    await followSetBack(db)
    expect(await due('line')).toBe(1)
    expect(await due('lane')).toBeGreaterThan(0)
    expect(await nextTimerMs(db)).toBeGreaterThan(8 * 3_600_000)
    await sql`delete from event where id = ${id}`.execute(db.kysely)
  })

  it('is the end of a room’s pace for what waits behind it, and of what a platform asked for; other channels do not matter', async () => {
    const sent = { sent: { ref: 'ref' } }
    await rig.say('ann', 'it broke', { channel: PACED })
    await rig.worker.commit(await rig.worker.converse.claim('model', 8, 'v'))
    for (let i = 0; i < 2; i++) await rig.worker.send.settle([{ work: only(await rig.worker.send.claim([PACED], 8)), outcome: sent }])
    expect(await nextLaneMs(db, [PACED])).toBeNull()
    await rig.say('ann', 'human', { channel: PACED })
    await rig.worker.commit(await rig.worker.converse.claim('quick', 8, 'v'))
    expect(await rig.worker.send.claim([PACED], 8)).toEqual([])
    const next = (await nextLaneMs(db, [PACED])) ?? 0
    expect([next > 1_000, next <= 60_000]).toEqual([true, true])
    expect(await nextLaneMs(db, ['safe'])).toBeNull()
    await sql`delete from pace`.execute(db.kysely)
    const [work] = await rig.worker.send.claim([PACED], 8)
    if (!work) throw new Error('nothing was handed out')
    // In hand it is nobody's to wait for.
    expect(await nextLaneMs(db, [PACED])).toBeNull()
    await rig.worker.send.settle([{ work, outcome: { later: 5_000 } }])
    await sql`delete from pace`.execute(db.kysely)
    const later = (await nextLaneMs(db, [PACED])) ?? 0
    expect([later > 1_000, later <= 5_000]).toEqual([true, true])
  })
})

import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATABASE_NAME, databaseOfFile } from '../testing/services/fresh-database.ts'
import type { Db } from './database.ts'
import { createLease } from './lease-store.ts'

const { open, close } = databaseOfFile()
let db: Db
beforeAll(async () => {
  db = await open()
}, 120_000)
afterAll(close)

describe(`a lease in ${DATABASE_NAME}`, () => {
  const LONG = 600_000

  it('is held by one process, however many reach for it at once, until it is given back', async () => {
    const all = Array.from({ length: 10 }, (_, i) => createLease(db, `p${i}`))
    const took = await Promise.all(all.map((each) => each.hold('once', LONG)))
    expect(took.filter(Boolean)).toHaveLength(1)
    const holder = took.indexOf(true)
    expect(await all[holder]?.hold('once', LONG)).toBe(true)
    for (const [i, each] of all.entries()) if (i !== holder) await each.release('once')
    expect(await all[(holder + 1) % 10]?.hold('once', LONG)).toBe(false)
    await all[holder]?.release('once')
    expect(await all[(holder + 1) % 10]?.hold('once', LONG)).toBe(true)
  })

  it('goes to another when its holder says nothing any more', async () => {
    const [dead, living] = [createLease(db, 'dead'), createLease(db, 'living')]
    expect(await dead.hold('job', LONG)).toBe(true)
    expect(await living.hold('job', LONG)).toBe(false)
    await sql`update lease set until = now() - interval '1 second' where name = 'job'`.execute(db.kysely)
    expect(await living.hold('job', LONG)).toBe(true)
    await dead.release('job')
    expect(await dead.hold('job', LONG)).toBe(false)
  })
})

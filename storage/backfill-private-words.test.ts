import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rigConfig, type StoresRig, storesRig } from '../testing/contracts/stores-rig.ts'
import { DATABASE_NAME, databaseOfFile } from '../testing/services/fresh-database.ts'
import { backfillPrivateWords } from './backfill-private-words.ts'
import type { Db } from './database.ts'

const database = databaseOfFile()
let db: Db
let rig: StoresRig
beforeAll(async () => {
  db = await database.open()
  rig = await storesRig(db)
}, 120_000)
afterAll(database.close)

const index = async () =>
  (
    await sql<{ word: string }>`select encode(hash, 'hex') || customer_id || kind as word from private_word order by 1`.execute(db.kysely)
  ).rows.map(({ word }) => word)
const pages = async (most: number) => {
  for (let count = 0; ; count++) if (!(await backfillPrivateWords(db, rigConfig, most))) return count
}

it(`private words of older data are indexed in pages, each page once, whoever does it (${DATABASE_NAME})`, async () => {
  for (let i = 0; i < 5; i++) await rig.open(`customer ${i}`, `it broke, call 1380013800${i}, order 2026011234${i}`)
  const asWritten = await index()
  expect(asWritten.length).toBeGreaterThan(5)
  // As if all of it had been said before the index was there.
  await sql`truncate private_word`.execute(db.kysely)
  await sql`update backfill set after = '', done_at = null`.execute(db.kysely)
  expect(await pages(2)).toBeGreaterThan(4)
  expect(await index()).toEqual(asWritten)
  expect(await pages(2)).toBe(0)
  // Two processes at once, and again from the beginning: nothing is doubled.
  await sql`update backfill set after = '', done_at = null`.execute(db.kysely)
  await Promise.all([pages(2), pages(2)])
  await pages(2)
  expect(await index()).toEqual(asWritten)
})

it('a customer who was erased before their page comes stays erased', async () => {
  await sql`truncate private_word`.execute(db.kysely)
  await sql`update message set text = ''`.execute(db.kysely)
  await sql`update customer set name = null`.execute(db.kysely)
  await sql`update backfill set after = '', done_at = case when name like '%tickets' then now() end`.execute(db.kysely)
  await pages(200)
  expect(await index()).toEqual([])
})

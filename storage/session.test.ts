import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../testing/services/fresh-database.ts'
import { loadViews, type ViewOptions } from './converse/load-views.ts'
import type { Db } from './database.ts'
import { unawaited } from './session.ts'

let fresh: FreshDatabase
let db: Db

beforeAll(async () => {
  fresh = await freshDatabase(2)
  db = fresh.db
  await db.tx((tx) => sql`create table session_test (n int primary key)`.execute(tx))
})
afterAll(() => fresh.drop())

const insert = (tx: Parameters<Parameters<Db['tx']>[0]>[0], n: number) => sql`insert into session_test values (${n})`.execute(tx)
const numbers = async () =>
  (await db.tx((tx) => sql<{ n: number }>`select n from session_test order by n`.execute(tx))).rows.map((row) => row.n)

test('what nobody waited for is committed in the order it was asked', async () => {
  await db.tx(async (tx) => {
    unawaited(insert(tx, 1))
    unawaited(sql`update session_test set n = n + 1`.execute(tx))
    unawaited(insert(tx, 1))
  })
  expect(await numbers()).toEqual([1, 2])
})

test('a failed write that nobody waited for fails the transaction with its own error, and nothing of it stays', async () => {
  const failing = db.tx(async (tx) => {
    unawaited(insert(tx, 10))
    unawaited(insert(tx, 1))
    unawaited(insert(tx, 11))
  })
  await expect(failing).rejects.toMatchObject({ code: '23505' })
  expect(await numbers()).toEqual([1, 2])
})

test('a question asked behind a failed write is answered with that write’s error', async () => {
  const failing = db.tx(async (tx) => {
    unawaited(insert(tx, 2))
    return sql`select 1`.execute(tx)
  })
  await expect(failing).rejects.toMatchObject({ code: '23505' })
})

test('a view that cannot be loaded leaves no failure behind that nobody hears', async () => {
  const unheard: unknown[] = []
  const hear = (error: unknown) => void unheard.push(error)
  process.on('unhandledRejection', hear)
  const failing = db.tx(async (tx) => {
    unawaited(insert(tx, 1))
    return loadViews(tx, [{ ticket: 'a', reply: 'b' }], {} as ViewOptions)
  })
  await expect(failing).rejects.toMatchObject({ code: '23505' })
  await new Promise((resolve) => setImmediate(resolve))
  process.removeListener('unhandledRejection', hear)
  expect(unheard).toEqual([])
})

test('an error of the work itself takes back what was written', async () => {
  const failing = db.tx(async (tx) => {
    unawaited(insert(tx, 20))
    throw new Error('changed my mind')
  })
  await expect(failing).rejects.toThrow('changed my mind')
  expect(await numbers()).toEqual([1, 2])
})

test('a hundred statements of one kind asked at once are each answered with their own rows', async () => {
  const answers = await db.tx((tx) =>
    Promise.all(Array.from({ length: 100 }, (_, i) => sql<{ n: number }>`select ${i}::int as n`.execute(tx))),
  )
  expect(answers.map(({ rows }) => rows[0]?.n)).toEqual(Array.from({ length: 100 }, (_, i) => i))
})

test('what is refused for want of room is something to try later; what is wrong is not', async () => {
  const raising = (code: string) => db.tx((tx) => sql.raw(`do $$ begin raise exception 'no' using errcode = '${code}'; end $$`).execute(tx))
  expect(db.full()).toBe(false)
  await expect(raising('53100')).rejects.toMatchObject({ code: 'UNAVAILABLE', cause: { code: '53100' } })
  expect(db.full()).toBe(true)
  await expect(raising('23514')).rejects.toMatchObject({ code: '23514' })
  expect(await numbers()).toEqual([1, 2])
})

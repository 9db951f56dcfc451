/** Row 66 of the fault catalogue: an answer that was paid for is not paid for again where the desk dies before it is used. */
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { openMockEndpoint } from '../../eval/mock-endpoint.ts'
import { onFault } from '../../kit/failpoint.ts'
import { type FreshDesk, freshDesk } from '../desk-template.ts'
import type { ModelDouble } from '../doubles/model/model-double.ts'

const TURNS = 50
let double: ModelDouble
let desk: FreshDesk
beforeAll(async () => {
  double = await openMockEndpoint()
  desk = await freshDesk({ env: { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: double.url, OPENAI_MODEL: 'reader' } })
}, 120_000)
afterEach(() => onFault(null))
afterAll(async () => {
  await desk.stop()
  await double.close()
})

const count = async (table: string) =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(desk.db.kysely)).rows[0]?.n ?? 0

it('fifty answers that were stored when the desk died make fifty tickets, with at most 1.1 paid calls each', async () => {
  let died = 0
  onFault((name) => {
    if (name !== 'after_store_reading') return
    died++
    throw new Error('the desk dies here')
  })
  await Promise.all(Array.from({ length: TURNS }, (_, i) => desk.say(`payer-${i}`, `我的水壶 ${i} 漏水了`)))
  await desk.until(async () => (await count('reading')) === TURNS)
  expect([await count('ticket'), died > 0]).toEqual([0, true])
  onFault(null)
  await desk.restart()
  await desk.until(async () => (await count('ticket')) === TURNS)
  expect(double.asked.length).toBeLessThanOrEqual(TURNS * 1.1)
  const { rows } = await sql<{ model: string }>`select distinct model from reading`.execute(desk.db.kysely)
  expect(rows.map(({ model }) => model.split(':')[0])).toEqual(['openai'])
}, 120_000)

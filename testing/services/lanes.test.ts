/** What is queued at the very moment in which its lane is found empty, or its card is posted: two transactions on PostgreSQL, each of which sees half. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createIds } from '../../kit/ids.ts'
import { type Db, openPostgres } from '../../storage/database.ts'
import { queueDeliveries } from '../../storage/outbound/queue-deliveries.ts'
import { CAREFUL, only, type StoresRig, storesRig } from '../contracts/stores-rig.ts'
import { type FreshDatabase, freshDatabase } from './fresh-database.ts'

/** For what comes as soon as the machine has time for it. */
const PATIENCE = { timeout: 20_000, interval: 20 }
const SENT = { sent: { ref: 'ref' } }

let fresh: FreshDatabase
/** Of the one who queues; the desk has connections of its own. */
let other: Db
let rig: StoresRig
beforeAll(async () => {
  fresh = await freshDatabase(4)
  other = openPostgres(fresh.url ?? '', 1)
  rig = await storesRig(fresh.db)
})
afterAll(async () => {
  await other.close()
  await fresh.drop()
})

/** Everything that waits on the lane of the customer's room but its last is sent; that one is in hand. */
async function lastInHand() {
  await rig.say('ann', 'it broke', { channel: CAREFUL })
  await rig.worker.commit(await rig.worker.converse.claim('model', 8, 'v'))
  for (;;) {
    const work = only(await rig.worker.send.claim([CAREFUL], 8))
    if ((await rig.count('delivery', `state = 'queued' and lane = '${work.lane}'`)) === 0) return work
    await rig.worker.send.settle([{ work, outcome: SENT }])
  }
}

const waitsForALock = () =>
  sql<{ n: number }>`select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    .execute(fresh.db.kysely)
    .then(({ rows }) => rows[0]?.n ?? 0)

it('what is queued while the last send of its lane is settled is sent next', async () => {
  const work = await lastInHand()
  const words = { id: createIds().next(), room_id: work.lane.slice('room:'.length), kind: 'text', body: '{"text":"and"}', held: false }
  let settled: Promise<unknown> | undefined
  await fresh.db.tx(async (tx) => {
    queueDeliveries(tx, [words])
    await sql`select 1`.execute(tx)
    settled = rig.other.send.settle([{ work, outcome: SENT }])
    await vi.waitFor(async () => expect(await waitsForALock()).toBe(1), PATIENCE)
  })
  await settled
  expect(only(await rig.worker.send.claim([CAREFUL], 8)).outgoing.id).toBe(words.id)
})

it('what is said in a thread while its card is posted is sent there next', async () => {
  const { id } = await rig.open('bob', 'it broke')
  const cards = await rig.worker.send.claim(['web'], 8)
  await rig.intake.take([{ ...rig.command('lin', 'take', id), channel: 'web', account: 'desk', room: { id: 'after-sales' } }])
  const taking = await rig.worker.converse.claim('quick', 8, 'v')
  let committed: Promise<unknown> | undefined
  await other.tx(async (tx) => {
    // The commit has looked at the card by the time it comes to its ticket.
    await sql`select from ticket where id = ${id} for update`.execute(tx)
    committed = rig.worker.commit(taking)
    await vi.waitFor(async () => expect(await waitsForALock()).toBe(1), PATIENCE)
    await rig.other.send.settle(cards.map((work) => ({ work, outcome: { sent: { ref: `of ${work.outgoing.id}` } } })))
  })
  await committed
  expect(only(await rig.worker.send.claim(['web'], 8)).outgoing).toMatchObject({
    kind: 'text',
    room: { thread: `of ${cards.at(-1)?.outgoing.id}` },
  })
})

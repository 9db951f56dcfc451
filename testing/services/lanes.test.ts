/** What is queued at the very moment in which its lane is found empty, or its card is posted: two transactions on PostgreSQL, each of which sees half. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { createIds } from '../../kit/ids.ts'
import { queueDeliveries } from '../../storage/outbound/queue-deliveries.ts'
import { CAREFUL, only } from '../contracts/stores-rig.ts'
import { type TwoConnections, twoConnections } from './two-connections.ts'

const SENT = { sent: { ref: 'ref' } }

const here = twoConnections()

/** Everything that waits on the lane of the customer's room but its last is sent; that one is in hand. */
async function lastInHand({ rig }: TwoConnections) {
  await rig.say('ann', 'it broke', { channel: CAREFUL })
  await rig.worker.commit(await rig.worker.converse.claim('model', 8, 'v'))
  for (;;) {
    const work = only(await rig.worker.send.claim([CAREFUL], 8))
    if ((await rig.count('delivery', `state = 'queued' and lane = '${work.lane}'`)) === 0) return work
    await rig.worker.send.settle([{ work, outcome: SENT }])
  }
}

it('what is queued while the last send of its lane is settled is sent next', async () => {
  const { desk, rig, waitsForALock } = here()
  const work = await lastInHand(here())
  const words = { id: createIds().next(), room_id: work.lane.slice('room:'.length), kind: 'text', body: '{"text":"and"}', held: false }
  let settled: Promise<unknown> | undefined
  await desk.tx(async (tx) => {
    queueDeliveries(tx, [words])
    await sql`select 1`.execute(tx)
    settled = rig.other.send.settle([{ work, outcome: SENT }])
    await waitsForALock()
  })
  await settled
  expect(only(await rig.worker.send.claim([CAREFUL], 8)).outgoing.id).toBe(words.id)
})

it('what is said in a thread while its card is posted is sent there next', async () => {
  const { other, rig, waitsForALock } = here()
  const { id } = await rig.open('bob', 'it broke')
  const cards = await rig.worker.send.claim(['web'], 8)
  await rig.intake.take([{ ...rig.command('lin', 'take', id), channel: 'web', account: 'desk', room: { id: 'after-sales' } }])
  const taking = await rig.worker.converse.claim('quick', 8, 'v')
  let committed: Promise<unknown> | undefined
  await other.tx(async (tx) => {
    // The commit has looked at the card by the time it comes to its ticket.
    await sql`select from ticket where id = ${id} for update`.execute(tx)
    committed = rig.worker.commit(taking)
    await waitsForALock()
    await rig.other.send.settle(cards.map((work) => ({ work, outcome: { sent: { ref: `of ${work.outgoing.id}` } } })))
  })
  await committed
  expect(only(await rig.worker.send.claim(['web'], 8)).outgoing).toMatchObject({
    kind: 'text',
    room: { thread: `of ${cards.at(-1)?.outgoing.id}` },
  })
})

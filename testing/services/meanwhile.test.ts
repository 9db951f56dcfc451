/** A conversation that is made while a batch waits for the lock of another: two transactions on PostgreSQL. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { messageOf } from '../contracts/stores-rig.ts'
import { twoConnections } from './two-connections.ts'

const here = twoConnections()

it('what a new customer says twice at one moment, at two processes, is one turn', async () => {
  const { desk, other, rig, waitsForALock } = here()
  await rig.say('ann', 'hello')
  let taken: Promise<unknown> | undefined
  await other.tx(async (tx) => {
    await sql`select from conversation for update`.execute(tx)
    taken = rig.intake.take([messageOf('ann', 'it broke'), messageOf('bob', 'mine as well')])
    await waitsForALock()
    await rig.say('bob', 'good morning')
  })
  await taken
  const { rows } = await sql<{ messages: number }>`
    select t.messages from turn t join conversation c on c.id = t.conversation_id join customer p on p.id = c.customer_id
    order by c.created_at`.execute(desk.kysely)
  expect(rows.map(({ messages }) => messages)).toEqual([2, 2])
})

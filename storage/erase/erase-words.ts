/** The words themselves: messages, notes, what was read out of them, and what staff did about them. */
import { sql } from 'kysely'
import type { Tx } from '../database.ts'
import { forgetEarlyOf } from '../intake/early.ts'
import type { Erased, Scope } from './scope.ts'

export async function eraseWords(
  tx: Tx,
  { customer, tickets, conversations, alone, rooms, messages }: Scope,
): Promise<Pick<Erased, 'messages' | 'notes' | 'events' | 'readings' | 'examples' | 'identities'>> {
  const count = async (query: ReturnType<typeof sql>) => Number((await query.execute(tx)).numAffectedRows ?? 0n)
  await sql`delete from message_before_edit where message_id = any(${messages}::text[])`.execute(tx)
  await sql`delete from attachment where message_id = any(${messages}::text[])`.execute(tx)
  const said = await count(sql`update message set text = '' where id = any(${messages}::text[]) and text <> ''`)
  const notes = await count(sql`update note set text = '' where ticket_id = any(${tickets}::text[]) and text <> ''`)
  // Of what was still to be worked off nothing is left to work on.
  const events = await count(sql`
    update event set text = '', value = '{}', state = 'done', done_at = coalesce(done_at, now())
    where ticket_id = any(${tickets}::text[]) and (text <> '' or value <> '{}' or state <> 'done')`)
  await sql`
    update turn set state = 'done', why = coalesce(why, 'erased'), done_at = coalesce(done_at, now())
    where (author_id = ${customer} or conversation_id = any(${alone}::text[])) and state <> 'done'`.execute(tx)
  const readings = await count(sql`
    delete from reading where turn_id in (select id from turn where author_id = ${customer} or conversation_id = any(${alone}::text[]))`)
  const examples = await count(sql`delete from example where ticket_id = any(${tickets}::text[])`)
  await sql`
    update question set options = '[]', state = case when state in ('open', 'queued') then 'ended' else state end
    where ticket_id = any(${tickets}::text[])`.execute(tx)
  await sql`delete from private_word where customer_id = ${customer}`.execute(tx)
  await sql`delete from lookup where ticket_id = any(${tickets}::text[])`.execute(tx)
  // A hash of few words tells them to whoever guesses; the key itself stays, so that nothing old comes in again.
  await sql`update inbound_key set said = null where conversation_id = any(${conversations}::text[])`.execute(tx)
  await sql`
    update unparsed set excerpt = '' where id in (select event_id from inbound_key where conversation_id = any(${conversations}::text[]))`.execute(
    tx,
  )
  await forgetEarlyOf(tx, customer)
  await sql`update customer set name = null, level = null where id = ${customer}`.execute(tx)
  const identities = await count(sql`delete from identity where customer_id = ${customer}`)
  // The address of a person is theirs, too. Whoever writes from it again is a new customer.
  await sql`update room set external = 'erased-' || id where id = any(${rooms}::text[]) and kind = 'customer'`.execute(tx)
  return { messages: said, notes, events, readings, examples, identities }
}

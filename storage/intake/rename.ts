/** A customer who goes by another name on their platform goes by it here, too. */
import { sql } from 'kysely'
import type { Tx } from '../database.ts'
import type { Arrival } from './arrival.ts'

/**
 * The newest name of a batch stands, unless something later was heard in the conversation already: what comes late
 * or again does not bring an old name back. `erase` locks the customer before the conversations: should both meet, the
 * database ends one of them, and it is run again.
 */
export async function renameCustomers(tx: Tx, arrivals: readonly Arrival[]): Promise<void> {
  const told = arrivals.filter(({ place }) => place.renamed !== null && place.customer !== null)
  if (told.length === 0) return
  const newest = new Map([...told].sort((a, b) => a.event.at - b.event.at).map((arrival) => [arrival.place.customer, arrival]))
  // In the order of their ids, so that two batches cannot wait for each other.
  for (const { event, place } of [...newest.values()].sort((a, b) => ((a.place.customer ?? '') < (b.place.customer ?? '') ? -1 : 1)))
    await sql`
      update customer set name = ${place.renamed} where id = ${place.customer} and name is distinct from ${place.renamed}
      and not exists (
        select 1 from message where conversation_id = ${place.conversation} and author_id = ${place.customer} and at > ${new Date(event.at)})`.execute(
      tx,
    )
}

import { type Kysely, sql } from 'kysely'

/** A held reply that goes out takes a new id; what names the old one is found by it. */
export const indexes = [{ name: 'message_before_edit_message', on: 'message_before_edit (message_id)' }] as const

/**
 * Which customers' words hold which private word: a phone, an order number, an address. What an agent is about to
 * send is looked up here, so that one customer's word does not reach another. Words are kept as hashes, and only of
 * what customers say from now on. Safe online: creates only.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table private_word (
      hash bytea not null,
      customer_id id not null,
      kind text not null,
      primary key (hash, customer_id, kind)
    )`.execute(db)
  // An erased customer's words are found by the customer.
  await sql`create index private_word_customer on private_word (customer_id)`.execute(db)
}

/**
 * The index of private words: whose they are, by the hash of their key. Written in the transaction that decides about
 * what was said, read in the one that decides about a reply; both look at a bounded number of words by primary key,
 * however many customers there are.
 */
import { sql } from 'kysely'
import { type ForeignWord, fieldToken, type PrivateToken, privateTokens, type WordKind } from '../bot/domain/private-tokens.ts'
import type { Ticket } from '../bot/domain/ticket.ts'
import type { Tx } from './database.ts'
import { sha256 } from './hash.ts'
import { unawaited } from './session.ts'

/** What so many other customers have written is no secret of one of them: a shop's own phone, a product's number. */
const PUBLIC_FROM = 3
/** Messages of a conversation in which a word may stand already. */
const OWN_MESSAGES = 200
/** A shorter number of which nobody says what it is may be anything. */
const SHORTEST_NUMBER = 6
const HASH_BYTES = 16

export interface OwnedWord {
  readonly customer: string
  readonly kind: WordKind
  readonly key: string
}

/** Words typed that may become a reply in this conversation. */
export interface Typed {
  readonly texts: readonly string[]
  readonly customer: string
  readonly conversation: string
}

/** Nobody waits for it: the transaction fails with it. */
export function keepPrivateWords(tx: Tx, words: readonly OwnedWord[]): void {
  if (words.length === 0) return
  const rows = words.map(({ customer, kind, key }) => ({ hash: hashOf(key).toString('hex'), customer, kind }))
  rows.sort((a, b) => compare(a.hash, b.hash) || compare(a.customer, b.customer) || compare(a.kind, b.kind))
  unawaited(
    sql`
    insert into private_word (hash, customer_id, kind)
    select decode(w.hash, 'hex'), w.customer, w.kind
    from unnest(${rows.map((r) => r.hash)}::text[], ${rows.map((r) => r.customer)}::text[], ${rows.map((r) => r.kind)}::text[]) as w(hash, customer, kind)
    on conflict do nothing`.execute(tx),
  )
}

/** For each text typed, the words of it that stand with other customers and not in this conversation. */
export async function foreignWords(tx: Tx, typed: readonly (Typed | null)[]): Promise<readonly (readonly ForeignWord[])[]> {
  const tokens = typed.map((one) => (one ? unique(one.texts.flatMap((text) => privateTokens(text))) : []))
  const asked = typed.flatMap((one, n) => (one ? (tokens[n] ?? []).map(({ key }) => ({ n, key, customer: one.customer })) : []))
  if (asked.length === 0) return typed.map(() => [])
  const { rows } = await sql<{ at: number; kind: WordKind }>`
    select w.at, p.kind
    from unnest(${asked.map(({ key }) => hashOf(key).toString('hex'))}::text[], ${asked.map(({ customer }) => customer)}::text[]) with ordinality as w(hash, customer, at)
    cross join lateral (
      select customer_id, kind from private_word where hash = decode(w.hash, 'hex') and customer_id <> w.customer limit ${PUBLIC_FROM * 3}
    ) p
    where not exists (select from private_word own where own.hash = decode(w.hash, 'hex') and own.customer_id = w.customer)
      and (select count(*) from (select distinct customer_id from private_word o where o.hash = decode(w.hash, 'hex') and o.customer_id <> w.customer limit ${PUBLIC_FROM}) others) < ${PUBLIC_FROM}`.execute(
    tx,
  )
  const found = typed.map((): ForeignWord[] => [])
  for (const { at, kind } of rows) {
    const word = asked[Number(at) - 1]
    if (word) found[word.n]?.push({ key: word.key, kind })
  }
  return Promise.all(found.map(async (words, n) => withoutOwn(tx, words, typed[n] ?? null)))
}

/** The customer may have said it before there was an index, in a turn nobody has read, or it is a word of another's in a group. */
async function withoutOwn(tx: Tx, words: readonly ForeignWord[], typed: Typed | null): Promise<readonly ForeignWord[]> {
  if (words.length === 0 || !typed) return words
  const { rows } = await sql<{ text: string }>`
    select text from message where conversation_id = ${typed.conversation} and kind = 'customer' order by id desc limit ${OWN_MESSAGES}`.execute(
    tx,
  )
  const own = new Set(rows.flatMap(({ text }) => privateTokens(text).map(({ key }) => key)))
  return words.filter(({ key }) => !own.has(key))
}

/** The private words of what a customer said. */
export function wordsSaid(customer: string, text: string): readonly OwnedWord[] {
  return privateTokens(text)
    .filter(({ kind, key }) => kind !== 'number' || key.length >= SHORTEST_NUMBER)
    .map(({ key, kind }) => ({ customer, kind, key }))
}

/** The private words that stand in a ticket's fields, by the kinds its config gives them. */
export function wordsOfFields(ticket: Ticket, kindOf: (field: string) => Parameters<typeof fieldToken>[0]): readonly OwnedWord[] {
  return ticket.fields.flatMap(({ name, value }) => {
    const token = fieldToken(kindOf(name), value.value)
    return token ? [{ customer: ticket.customer, kind: token.kind, key: token.key }] : []
  })
}

function hashOf(key: string): Buffer {
  return sha256(key).subarray(0, HASH_BYTES)
}

function unique(tokens: readonly PrivateToken[]): readonly PrivateToken[] {
  return [...new Map(tokens.map((token) => [token.key, token])).values()]
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

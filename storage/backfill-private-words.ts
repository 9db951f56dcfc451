/** Private words of what was said, and what stood in tickets, before there was an index of them: a page at a time, each once. */
import { sql } from 'kysely'
import type { ConfigVersion } from '../bot/domain/desk-config.ts'
import { nameToken } from '../bot/domain/private-tokens.ts'
import type { Ticket } from '../bot/domain/ticket.ts'
import type { Db, Tx } from './database.ts'
import { keepPrivateWords, type OwnedWord, wordsOfFields, wordsSaid } from './private-words.ts'

/** Messages or tickets of one page: milliseconds of work, between which others have their turn. */
const PAGE = 200

interface Page {
  readonly rows: number
  readonly last: string
  readonly words: readonly OwnedWord[]
}

const PAGES = {
  'private-words-of-messages': pageOfMessages,
  'private-words-of-tickets': pageOfTickets,
} as const

/** Does one page of what is left, in a transaction that keeps how far it came. False: nothing is left, or another process does it. */
export async function backfillPrivateWords(db: Db, config: ConfigVersion['config'], most = PAGE): Promise<boolean> {
  return db.tx(async (tx) => {
    const { rows } = await sql<{ name: keyof typeof PAGES; after: string }>`
      select name, after from backfill where done_at is null and name = any(${Object.keys(PAGES)}::text[]) order by name limit 1 for update skip locked`.execute(
      tx,
    )
    const [left] = rows
    if (!left) return false
    const { rows: read, last, words } = await PAGES[left.name](tx, left.after, most, config)
    keepPrivateWords(tx, words)
    await sql`
      update backfill set after = ${read === 0 ? left.after : last}, done_at = case when ${read < most} then now() end where name = ${left.name}`.execute(
      tx,
    )
    return true
  })
}

async function pageOfMessages(tx: Tx, after: string, most: number): Promise<Page> {
  const { rows: page } = await sql<{ id: string; author: string }>`
    select id::text, author_id::text as author from message where id > ${after} and kind = 'customer' and author_id is not null order by id limit ${most}`.execute(
    tx,
  )
  await lockCustomers(
    tx,
    page.map(({ author }) => author),
  )
  const { rows } = await sql<{ author: string; name: string | null; text: string }>`
    select m.author_id::text as author, c.name, m.text from message m join customer c on c.id = m.author_id
    where m.id = any(${page.map(({ id }) => id)}::text[]) order by m.id`.execute(tx)
  const words = rows.flatMap(({ author, name, text }) => {
    const called = nameToken(name)
    return [...wordsSaid(author, text), ...(called ? [{ customer: author, kind: called.kind, key: called.key }] : [])]
  })
  return { rows: page.length, last: page.at(-1)?.id ?? after, words: unique(words) }
}

async function pageOfTickets(tx: Tx, after: string, most: number, config: ConfigVersion['config']): Promise<Page> {
  const { rows: page } = await sql<{ id: string; customer: string }>`
    select id::text, customer_id::text as customer from ticket where id > ${after} order by id limit ${most}`.execute(tx)
  await lockCustomers(
    tx,
    page.map(({ customer }) => customer),
  )
  const { rows } = await sql<{
    fold: string
  }>`select fold from ticket where id = any(${page.map(({ id }) => id)}::text[]) order by id`.execute(tx)
  const kinds = new Map(config.fields.map((field) => [field.key, field.kind]))
  const words = rows.flatMap(({ fold }) => wordsOfFields(JSON.parse(fold) as Ticket, (field) => kinds.get(field)))
  return { rows: page.length, last: page.at(-1)?.id ?? after, words: unique(words) }
}

/** Nobody is erased while their words are read: what is read after this was not erased, or is empty. */
async function lockCustomers(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`select id from customer where id = any(${[...new Set(ids)]}::text[]) order by id for key share`.execute(tx)
}

function unique(words: readonly OwnedWord[]): readonly OwnedWord[] {
  return [...new Map(words.map((word) => [`${word.customer} ${word.kind} ${word.key}`, word])).values()]
}

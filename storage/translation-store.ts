/** Translations as rows of `lookup`: asked by the transaction that shows the words, claimed when due, made outside any transaction. */
import { sql } from 'kysely'
import type { ConfigVersion } from '../bot/domain/desk-config.ts'
import { priceMicros } from '../bot/domain/price.ts'
import type { Ticket } from '../bot/domain/ticket.ts'
import { TRANSLATE, translatedLine, translateTurn } from '../bot/domain/translation.ts'
import type { Ids } from '../bot/ports/ids.ts'
import type { Translated, TranslationStore, TranslationWork } from '../bot/ports/translate.ts'
import type { Db, Tx } from './database.ts'
import { claimedOf, MOST_SPENT, oldestOf, pauseOf, spentOf } from './in-hand.ts'
import { LEASE_SECONDS } from './lines.ts'
import { queueDeliveries } from './outbound/queue-deliveries.ts'
import { unawaited } from './session.ts'

/** What failed is tried again after these many seconds; then the original has to do. */
const RETRY_SECONDS = [20, 120]

export interface TranslationStoreOptions {
  readonly db: Db
  readonly ids: Ids
  readonly owner: string
  readonly config: () => ConfigVersion
}

type Result = { readonly work: TranslationWork; readonly made: Translated }
type Made = { readonly work: TranslationWork; readonly made: Extract<Translated, { text: string }> }

export function createTranslationStore({ db, ids, owner, config }: TranslationStoreOptions): TranslationStore {
  return {
    claim: async (most) => {
      const { rows } = await sql<{
        ticket_id: string
        key: string
        gen: number
        tries: number
        died: number
        fold: string
        said: string | null
      }>`
        with due as (
          select ticket_id, key, ${spentOf('died')} as spent, due_at from lookup
          where due_at <= now() and key like ${`${TRANSLATE}%`} and (until is null or until + ${pauseOf('died')} < now())
          order by due_at limit ${most} for update skip locked
        ), ${oldestOf('ticket_id', 'key')}
        update lookup set owner = ${owner}, until = now() + make_interval(secs => ${LEASE_SECONDS}), died = due.spent
        from due cross join oldest join ticket t on t.id = due.ticket_id
        where lookup.ticket_id = due.ticket_id and lookup.key = due.key and ${claimedOf('ticket_id', 'key')}
        returning lookup.ticket_id, lookup.key, lookup.gen, lookup.tries + 1 as tries, lookup.died, t.fold,
          (select string_agg(m.text, chr(10) order by m.id) from message m
            where m.turn_id = substr(lookup.key, ${translateTurn('').length + 1}::int) and m.kind = 'customer' and m.recalled_at is null and m.text <> '') as said`.execute(
        db.kysely,
      )
      return rows.map(({ ticket_id: ticket, key, gen, tries, died, fold, said }) => {
        const { summary, title, team, customer } = JSON.parse(fold) as Ticket
        const { teams, lang } = config().config
        const text = key === TRANSLATE ? (summary.value ?? title.value ?? '') : (said ?? '')
        return {
          ticket,
          key,
          gen,
          tries,
          worn: died >= MOST_SPENT,
          customer,
          text,
          to: teams.find((one) => one.key === team)?.lang ?? lang,
        }
      })
    },
    settle: (results) =>
      db.tx(async (tx) => {
        if (results.length === 0) return
        const kept = await keep(tx, owner, results)
        const made = results.flatMap(({ work, made: one }): readonly Made[] =>
          'text' in one && kept.has(nameOf(work)) ? [{ work, made: one }] : [],
        )
        await pay(tx, results, config())
        show(tx, ids, made, await cardsOf(tx, made))
      }),
  }
}

/** What became of what was asked once more meanwhile is thrown away. */
async function keep(tx: Tx, owner: string, results: readonly Result[]): Promise<ReadonlySet<string>> {
  const rows = results.map(({ work, made }) => ({
    ...work,
    state: 'text' in made ? 'found' : 'none' in made ? 'absent' : 'failed',
    answer: 'text' in made ? JSON.stringify({ text: made.text }) : null,
    again: 'failed' in made && !work.worn ? (RETRY_SECONDS[work.tries - 1] ?? null) : null,
  }))
  const { rows: kept } = await sql<{ ticket_id: string; key: string }>`
    update lookup set state = w.state, answer = w.answer, answered_at = now(), owner = null, until = null, tries = w.tries, due_at = now() + make_interval(secs => w.again)
    from unnest(${rows.map((r) => r.ticket)}::text[], ${rows.map((r) => r.key)}::text[], ${rows.map((r) => r.gen)}::int[], ${rows.map((r) => r.state)}::text[],
      ${rows.map((r) => r.answer)}::text[], ${rows.map((r) => r.again)}::int[], ${rows.map((r) => r.tries)}::int[]) as w(ticket, key, gen, state, answer, again, tries)
    where lookup.ticket_id = w.ticket and lookup.key = w.key and lookup.gen = w.gen and lookup.owner = ${owner}
    returning lookup.ticket_id, lookup.key`.execute(tx)
  return new Set(kept.map(({ ticket_id, key }) => nameOf({ ticket: ticket_id, key })))
}

const nameOf = ({ ticket, key }: Pick<TranslationWork, 'ticket' | 'key'>) => `${ticket} ${key}`

/** It counts against its customer's budget like a reading, in the order of customers, so that two workers never wait for each other. */
async function pay(tx: Tx, results: readonly Result[], { config }: ConfigVersion): Promise<void> {
  const spent = results.flatMap(({ work, made }) =>
    'text' in made
      ? [
          {
            customer: work.customer,
            tokens: made.cost.tokensIn + made.cost.tokensOut,
            micros: priceMicros(config.prices, made.version, made.cost) ?? 0,
          },
        ]
      : [],
  )
  if (spent.length === 0) return
  await sql`
    insert into model_spend as s (day, customer_id, tokens, cost_micros)
    select (now() at time zone 'utc')::date, p.customer, sum(p.tokens), sum(p.micros)
    from unnest(${spent.map((row) => row.customer)}::text[], ${spent.map((row) => row.tokens)}::int8[], ${spent.map((row) => row.micros)}::int8[]) as p(customer, tokens, micros)
    group by p.customer order by p.customer
    on conflict (day, customer_id) do update set tokens = s.tokens + excluded.tokens, cost_micros = s.cost_micros + excluded.cost_micros`.execute(
    tx,
  )
}

interface CardOfTicket {
  readonly id: string
  readonly ticket_id: string
  readonly room_id: string
  readonly ref: string | null
}

async function cardsOf(tx: Tx, made: readonly Made[]): Promise<readonly CardOfTicket[]> {
  if (made.length === 0) return []
  return tx
    .selectFrom('card')
    .select(['id', 'ticket_id', 'room_id', 'ref'])
    .where('ticket_id', 'in', [...new Set(made.map(({ work }) => work.ticket))])
    .where('message_id', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** The matter on its card, what was added later under it in the thread. */
function show(tx: Tx, ids: Ids, made: readonly Made[], cards: readonly CardOfTicket[]): void {
  const matters = made.filter(({ work }) => work.key === TRANSLATE).map(({ work }) => work.ticket)
  if (matters.length > 0)
    unawaited(
      sql`update card set wanted = wanted + 1, due_at = now() where ticket_id = any(${matters}::text[]) and message_id is null`.execute(tx),
    )
  const lines = made.flatMap(({ work, made: { text } }) =>
    work.key === TRANSLATE
      ? []
      : cards
          .filter(({ ticket_id }) => ticket_id === work.ticket)
          .map((card) => ({
            id: ids.next(),
            room_id: card.room_id,
            kind: 'text',
            body: JSON.stringify({ text: translatedLine(text) }),
            ticket_id: work.ticket,
            thread_card_id: card.id,
            held: card.ref === null,
          })),
  )
  queueDeliveries(tx, lines)
}

/** The translated matters of tickets. */
export async function translationsOf(tx: Pick<Tx, 'selectFrom'>, tickets: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (tickets.length === 0) return new Map()
  const rows = await tx
    .selectFrom('lookup')
    .select(['ticket_id', 'answer'])
    .where('ticket_id', 'in', tickets)
    .where('key', '=', TRANSLATE)
    .where('answer', 'is not', null)
    .execute()
  return new Map(rows.map(({ ticket_id, answer }) => [ticket_id, String((JSON.parse(answer ?? '{}') as { text?: string }).text ?? '')]))
}

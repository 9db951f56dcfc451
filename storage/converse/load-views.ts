/** Loads what the desk may know, for a whole batch at once: a fixed number of queries whatever the batch's size. */
import { sql } from 'kysely'
import type { Agent, Conversation, Customer, Question, Speaker } from '../../bot/domain/conversation.ts'
import type { ConfigVersion } from '../../bot/domain/desk-config.ts'
import type { Lang } from '../../bot/domain/lang.ts'
import { answersPerMinute } from '../../bot/domain/talk-limit.ts'
import type { Ticket } from '../../bot/domain/ticket.ts'
import type { View } from '../../bot/domain/view.ts'
import type { ChannelAbilities } from '../../bot/ports/channel.ts'
import type { Tx } from '../database.ts'
import { databaseNow } from '../database-clock.ts'
import { foreignWords } from '../private-words.ts'
import { unawaited } from '../session.ts'
import { madeOfTurns } from './load-made.ts'
import { repliesById } from './load-replies.ts'
import { type LoadedSource, loadSource, metAt, type SourceRef, whose } from './load-sources.ts'
import { ticketsById, ticketsByNumber, ticketsOfCustomers } from './load-tickets.ts'

/** What one view is about. */
export interface ViewRef {
  /** Whose tickets: a turn's author. Absent for events: then the ticket's customer. */
  readonly author?: string
  readonly conversation?: string
  readonly ticket?: string
  readonly agent?: string
  readonly reply?: string
  /** What was typed and may become a reply: its private words are looked up. */
  readonly typed?: readonly string[]
  /** Ticket numbers named in the words; only the author's own are loaded. */
  readonly numbers?: readonly number[]
  /** The number of a further ticket, whoever's it is. */
  readonly other?: number
  /** What a ticket is to be made of. */
  readonly source?: SourceRef
  /** The turn that is decided. */
  readonly turn?: string
}

export interface LoadedViews {
  readonly views: readonly View[]
  /** Last hash of each loaded ticket's history. */
  readonly heads: ReadonlyMap<string, Buffer>
}

export interface ViewOptions {
  readonly config: ConfigVersion
  readonly can: (channel: string) => Pick<ChannelAbilities, 'text' | 'pulled' | 'edit' | 'recall'>
}

export async function loadViews(tx: Tx, refs: readonly ViewRef[], options: ViewOptions): Promise<LoadedViews> {
  const { config } = options
  const replying = repliesById(tx, present(refs.map((r) => r.reply)), options.can)
  // A connection that breaks fails it before anybody waits for it; a rejection that nobody hears ends the process.
  unawaited(replying)
  const named = await ticketsById(tx, present(refs.map((r) => r.ticket)))
  const sources = new Map<ViewRef, LoadedSource>()
  for (const ref of refs) if (ref.source) sources.set(ref, await loadSource(tx, ref.source))
  const conversationIds = refs.map(
    (r) => r.conversation ?? metAt(sources.get(r)) ?? (r.ticket ? named.get(r.ticket)?.ticket.conversation : undefined),
  )
  // A view has its author or its ticket, whose customer is the author.
  const authors = refs.map((r) => r.author ?? whose(sources.get(r)) ?? (r.ticket ? named.get(r.ticket)?.ticket.customer : undefined))
  const [conversations, own, early] = await Promise.all([
    conversationsById(tx, present(conversationIds), answersPerMinute(config.config)),
    ticketsOfCustomers(
      tx,
      present(authors),
      config.config.reopenDays,
      refs.flatMap((r) => r.numbers ?? []),
    ),
    questionsOf(tx, present(conversationIds), []),
  ])
  const customers = new Map<string, Customer>(
    [...conversations.values()].map((c) => [c.customerId, { id: c.customerId, name: c.customerName, level: c.customerLevel }]),
  )
  const byNumber = await ticketsByNumber(tx, present(refs.map((r) => r.other)))
  const known = [...byNumber, ...named, ...[...own.values()].flat().map((t) => [t.ticket.id, t] as const)]
  const heads = new Map([...known.map(([id, t]) => [id, t.head] as const), ...[...sources.values()].flatMap((loaded) => [...loaded.heads])])
  const made = await madeOfTurns(tx, refs, (author) => (own.get(author) ?? []).map((row) => row.ticket))
  const [others, questions, replies] = await Promise.all([
    // In a group the author need not be the customer the conversation began with.
    customersById(
      tx,
      present(authors).filter((id) => !customers.has(id)),
    ),
    // Who has no ticket yet, most who write, has been asked nothing about one.
    heads.size === 0 ? early : questionsOf(tx, present(conversationIds), [...heads.keys()]),
    replying,
  ])
  for (const other of others) customers.set(other.id, other)
  const [first] = conversations.values()
  const now = first?.now ?? (await databaseNow(tx))
  const agents = await agentsById(tx, [
    ...present(refs.map((r) => r.agent)),
    ...present([...named.values(), ...[...own.values()].flat()].flatMap((t) => calledBy(t.ticket))),
    ...present(
      [...conversations.values()].map((c) => (typeof c.conversation.speaker === 'object' ? c.conversation.speaker.agent : undefined)),
    ),
    ...present([...replies.values()].map((r) => r.message.author ?? undefined)),
  ])
  const foreign = await foreignWords(
    tx,
    refs.map(({ typed = [] }, i) => {
      const [customer, conversation] = [authors[i], conversationIds[i]]
      return typed.length > 0 && customer && conversation ? { texts: typed, customer, conversation } : null
    }),
  )
  const views = refs.map((ref, i): View => {
    const conversation = conversations.get(conversationIds[i] ?? '')?.conversation ?? null
    const author = authors[i]
    const tickets = (author ? (own.get(author) ?? []) : []).map((t) => t.ticket)
    const ids = new Set(tickets.map((t) => t.id))
    const concerned = [
      ref.agent,
      ...[...tickets, ...present([named.get(ref.ticket ?? '')?.ticket])].flatMap(calledBy),
      ...speakerOf(conversation),
      replies.get(ref.reply ?? '')?.message.author,
    ]
    return {
      now,
      config,
      conversation,
      customer: author ? (customers.get(author) ?? null) : null,
      tickets,
      questions: questions.filter((q) => q.conversation === conversation?.id || ids.has(q.ticket)),
      said: conversations.get(conversationIds[i] ?? '')?.said ?? 0,
      ticket: named.get(ref.ticket ?? '')?.ticket ?? null,
      ...(ref.other === undefined ? {} : { other: [...byNumber.values()].find((t) => t.ticket.number === ref.other)?.ticket ?? null }),
      agents: present([...new Set(concerned)].map((id) => agents.get(id ?? ''))),
      limit: options.can(conversation?.room.channel ?? '').text,
      reply: replies.get(ref.reply ?? '') ?? null,
      foreign: foreign[i] ?? [],
      source: sources.get(ref)?.source ?? null,
      made: made.get(ref.turn ?? '') ?? null,
    }
  })
  return { views, heads }
}

function present<T>(values: readonly (T | null | undefined)[]): T[] {
  return [...new Set(values.filter((value): value is T => value !== null && value !== undefined))]
}

/** Agents who have a ticket, or are told of it, in their own language. */
function calledBy({ owner, watchers = [], followUp }: Ticket): readonly string[] {
  return present([owner, ...watchers, followUp?.agent])
}

function speakerOf(conversation: Conversation | null): readonly string[] {
  return conversation && typeof conversation.speaker === 'object' ? [conversation.speaker.agent] : []
}

interface KnownConversation {
  readonly conversation: Conversation
  readonly customerId: string
  readonly customerName: string | null
  readonly customerLevel: string | null
  /** Database time, read in the same breath. */
  readonly now: number
  readonly said: number
}

/** What the desk itself said in the last minute is counted up to `most`. */
async function conversationsById(tx: Tx, ids: readonly string[], most: number): Promise<Map<string, KnownConversation>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('conversation as c')
    .innerJoin('room as r', 'r.id', 'c.room_id')
    .innerJoin('customer as u', 'u.id', 'c.customer_id')
    .select([
      'u.name as customer_name',
      'u.level as customer_level',
      sql<number>`clock_timestamp()`.as('now'),
      // Of a time that the statement knows, so that the index finds it: here that of the transaction.
      sql<number>`(select count(*) from (
        select from message m where m.conversation_id = c.id and m.author_id is null and m.at > now() - interval '1 minute' limit ${most}
      ) m)`.as('said'),
      'c.id',
      'c.customer_id',
      'c.speaker',
      'c.speaker_epoch',
      'c.lang',
      'r.id as room_id',
      'r.channel',
      'r.account',
      'r.external',
      'r.thread',
    ])
    .where(sql<boolean>`c.id = any(${ids}::text[])`)
    .execute()
  return new Map(
    rows.map((row) => [
      row.id,
      {
        customerId: row.customer_id,
        customerName: row.customer_name,
        customerLevel: row.customer_level,
        now: row.now,
        said: row.said,
        conversation: {
          id: row.id,
          room: { id: row.room_id, channel: row.channel, account: row.account, external: row.external, thread: row.thread || null },
          speaker: parseSpeaker(row.speaker),
          epoch: row.speaker_epoch,
          lang: row.lang as Lang,
        },
      },
    ]),
  )
}

export function parseSpeaker(text: string): Speaker {
  return text === 'desk' || text === 'nobody' ? text : { agent: text }
}

async function customersById(tx: Tx, ids: readonly string[]): Promise<readonly Customer[]> {
  return ids.length === 0
    ? []
    : tx.selectFrom('customer').select(['id', 'name', 'level']).where(sql<boolean>`id = any(${ids}::text[])`).execute()
}

async function agentsById(tx: Tx, ids: readonly string[]): Promise<Map<string, Agent>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('agent')
    .select(['id', 'key', 'name', 'role', 'lang', 'teams'])
    .where(sql<boolean>`id = any(${[...new Set(ids)]}::text[])`)
    .execute()
  return new Map(rows.map((row) => [row.id, { ...row, role: row.role as Agent['role'], lang: row.lang as Lang }]))
}

async function questionsOf(tx: Tx, conversations: readonly string[], tickets: readonly string[]): Promise<readonly Question[]> {
  if (conversations.length === 0 && tickets.length === 0) return []
  const columns = sql`id, conversation_id, ticket_id, kind, about, options, state, until`
  // One state at a time: each has an index of its own, and neither serves an “in”.
  const inState = (state: string) =>
    sql`select ${columns} from question where conversation_id = any(${conversations}::text[]) and state = ${sql.lit(state)}`
  const open = sql`${inState('open')} union all ${inState('queued')}`
  // Who has no ticket yet, most who write, has been asked nothing about one.
  const all = tickets.length === 0 ? open : sql`select ${columns} from question where ticket_id = any(${tickets}::text[]) union (${open})`
  const { rows } = await sql<{
    id: string
    conversation_id: string
    ticket_id: string
    kind: string
    about: string
    options: string
    state: string
    until: number
  }>`${all} order by id`.execute(tx)
  return rows.map((row) => ({
    id: row.id,
    conversation: row.conversation_id,
    ticket: row.ticket_id,
    kind: row.kind as Question['kind'],
    about: row.about,
    options: JSON.parse(row.options) as Question['options'],
    state: row.state as Question['state'],
    until: row.until,
  }))
}

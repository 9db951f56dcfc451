/** What claimed lines have to be worked on: the oldest turn of a conversation's, the oldest events of a team's. */
import { sql } from 'kysely'
import type { Message, Turn } from '../../bot/domain/conversation.ts'
import type { DeskEvent } from '../../bot/domain/view.ts'
import type { Tx } from '../database.ts'
import type { Claimed } from './claimed.ts'
import type { ViewRef } from './load-views.ts'
import { repliesMeant, repliesWrittenAs } from './replies-meant.ts'
import { replyNamed, sourceRef } from './view-refs.ts'

/** Events of one team line taken at once: a hundred agents who press one button are not a hundred batches. */
const MOST_PER_LINE = 16

export interface TurnRow {
  readonly id: string
  readonly conversation_id: string
  readonly author_id: string
  readonly kind: string
  readonly reads: number
}

export async function oldestTurns(tx: Tx, lines: readonly Claimed[]): Promise<readonly TurnRow[]> {
  const conversations = lines.filter((l) => l.key.startsWith('conv:')).map((l) => l.key.slice(5))
  if (conversations.length === 0) return []
  const { rows } = await sql<TurnRow>`
    with oldest as (
      select t.id from unnest(${conversations}::text[]) as c(id)
      cross join lateral (select id from turn where conversation_id = c.id and state in ('waiting', 'reading') order by id limit 1) t
    )
    update turn set state = 'reading' from oldest where turn.id = oldest.id
    returning turn.id, turn.conversation_id, turn.author_id, turn.kind, turn.reads`.execute(tx)
  return rows
}

export function turnOf(row: TurnRow, messages: ReadonlyMap<string, readonly Message[]>): Turn {
  return {
    id: row.id,
    conversation: row.conversation_id,
    author: row.author_id,
    kind: row.kind as Turn['kind'],
    reads: row.reads,
    messages: messages.get(row.id) ?? [],
  }
}

/** A line's oldest events, in order; only the oldest where one has failed before, so that the tries are its own. */
export async function eventsOf(tx: Tx, lines: readonly Claimed[]): Promise<Map<string, { event: DeskEvent; ref: ViewRef }[]>> {
  const team = lines.filter((l) => l.key.startsWith('team:'))
  if (team.length === 0) return new Map()
  const { rows } = await sql<{
    id: string
    line: string
    what: string
    room_id: string | null
    ticket_id: string | null
    agent_id: string | null
    sender: string
    text: string
    value: string
    at: number
  }>`
    select e.* from unnest(${team.map((l) => l.key)}::text[], ${team.map((l) => (l.spent > 0 ? 1 : MOST_PER_LINE))}::int[]) as l(key, most)
    cross join lateral (
      select id, line, what, room_id, ticket_id, agent_id, sender, text, value, at from event where line = l.key and state = 'waiting' order by id limit l.most
    ) e
    order by e.id`.execute(tx)
  const [replies, meant] = await Promise.all([repliesWrittenAs(tx, rows), repliesMeant(tx, rows)])
  const events = new Map<string, { event: DeskEvent; ref: ViewRef }[]>()
  const held = new Set<string>()
  for (const row of rows) {
    // What changes earlier words comes alone: these must be settled first.
    const before = events.get(row.line) ?? []
    const changes = row.what === 'edit' || row.what === 'recall'
    if (changes && before.length > 0) held.add(row.line)
    if (held.has(row.line)) continue
    const stored = JSON.parse(row.value) as Readonly<Record<string, unknown>>
    const value = changes ? { ...stored, message: replies.get(String(stored['of'])) } : stored
    const reply = replyNamed(value) ?? meant.get(row.id)
    const event: DeskEvent = {
      id: row.id,
      what: row.what as DeskEvent['what'],
      room: row.room_id,
      actor: null,
      from: row.sender,
      text: row.text,
      value,
      at: row.at,
    }
    const ref = {
      ...(row.ticket_id ? { ticket: row.ticket_id } : {}),
      ...(row.agent_id ? { agent: row.agent_id } : {}),
      ...(reply ? { reply } : {}),
      ...sourceRef(event),
    }
    events.set(row.line, [...before, { event, ref }])
  }
  return events
}

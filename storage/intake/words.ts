/** Customers' messages: stored, put into turns, and the lines of their conversations made due. */
import { sql } from 'kysely'
import type { ConfigVersion } from '../../bot/domain/desk-config.ts'
import { turnKind } from '../../bot/domain/grammar.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import type { Loop, Rings } from '../../bot/ports/stores.ts'
import type { Tx } from '../database.ts'
import { givenFile, insertFiles } from '../files/file-rows.ts'
import { type Insert, insertRows } from '../insert-rows.ts'
import { makeLinesDue } from '../lines.ts'
import { unawaited } from '../session.ts'
import type { Arrival } from './arrival.ts'
import { type OpenTurn, type Standing, turnKey } from './known.ts'

const NONE: Rings = new Set()

/** Answers the loops that have something to do: a command after a burst ends it, and is read after it. */
export function storeWords(tx: Tx, ids: Ids, arrivals: readonly Arrival[], standing: Standing, config: ConfigVersion): Rings {
  if (arrivals.length === 0) return NONE
  const conversations = [...new Set(arrivals.map((a) => conversationOf(a)))].sort()
  const turns = new Map(standing.turns)
  const all: OpenTurn[] = [...turns.values()]
  const messages = arrivals.map((arrival) => {
    const turn = turnFor(arrival, turns, all, ids, standing.asked.has(conversationOf(arrival)))
    turn.added++
    return row(arrival, turn.id)
  })
  // Nobody waits for what is written: it goes to the database together, and with the commit.
  const written = all.filter((turn) => turn.added > 0 || turn.dueNow)
  writeTurns(tx, written, config)
  unawaited(insertRows(tx, MESSAGES, messages))
  unawaited(
    insertFiles(
      tx,
      arrivals.flatMap((a) => a.event.files.map((file) => ({ id: ids.next(), message: a.id, file: givenFile(file, a.event) }))),
    ),
  )
  unawaited(makeLinesDue(tx, conversations))
  return new Set(written.map(({ kind }): Loop => (kind === 'words' ? 'read' : 'converse')))
}

function conversationOf(arrival: Arrival): string {
  if (!arrival.place.conversation) throw new Error('a customer message needs its conversation')
  return arrival.place.conversation
}

function row(arrival: Arrival, turn: string) {
  const { event } = arrival
  return {
    id: arrival.id,
    conversation_id: conversationOf(arrival),
    turn_id: turn,
    kind: 'customer',
    author_id: arrival.place.customer,
    text: event.text ?? '',
    at: new Date(event.at),
    ord: event.order ?? '',
    choice: choiceOf(arrival),
  }
}

function choiceOf({ event }: Arrival): string | null {
  const choice = event.value?.['choice']
  return typeof choice === 'string' ? choice : null
}

const MESSAGES: Insert<'message'> = {
  into: 'message',
  columns: {
    id: 'text',
    conversation_id: 'text',
    turn_id: 'text',
    kind: 'text',
    author_id: 'text',
    text: 'text',
    at: 'timestamptz',
    ord: 'text',
    choice: 'text',
  },
}

function turnFor(arrival: Arrival, waiting: Map<string, OpenTurn>, all: OpenTurn[], ids: Ids, questionOpen: boolean): OpenTurn {
  const conversation = conversationOf(arrival)
  const author = arrival.place.customer
  if (!author) throw new Error('a customer message needs its author')
  const kind = arrival.event.files.length > 0 ? 'words' : turnKind(arrival.event.text ?? '', choiceOf(arrival), questionOpen)
  const key = turnKey(conversation, author)
  const open = waiting.get(key)
  if (kind === 'words' && open) return open
  const turn: OpenTurn = { id: ids.next(), conversation, author, kind, fresh: true, added: 0, dueNow: kind !== 'words' }
  all.push(turn)
  if (kind === 'words') waiting.set(key, turn)
  else if (open) open.dueNow = true
  return turn
}

function writeTurns(tx: Tx, turns: readonly OpenTurn[], { config }: ConfigVersion): void {
  const quiet = sql`make_interval(secs => ${config.turn.quietMs / 1000})`
  const longest = sql`make_interval(secs => ${config.turn.longestMs / 1000})`
  const fresh = turns.filter((t) => t.fresh)
  if (fresh.length > 0)
    unawaited(
      sql`
      insert into turn (id, conversation_id, author_id, kind, messages, due_at)
      select w.id, w.conversation, w.author, w.kind, w.messages, case when w.now then now() else now() + ${quiet} end
      from unnest(${fresh.map((t) => t.id)}::text[], ${fresh.map((t) => t.conversation)}::text[], ${fresh.map((t) => t.author)}::text[],
        ${fresh.map((t) => t.kind)}::text[], ${fresh.map((t) => t.added)}::int[], ${fresh.map((t) => t.dueNow || t.added >= config.turn.most)}::bool[]
      ) as w(id, conversation, author, kind, messages, now)`.execute(tx),
    )
  const grown = turns.filter((t) => !t.fresh)
  if (grown.length > 0)
    unawaited(
      sql`
      update turn set
        messages = turn.messages + w.added,
        due_at = case when w.now or turn.messages + w.added >= ${config.turn.most} then least(turn.due_at, now())
                      else greatest(least(now() + ${quiet}, turn.first_at + ${longest}), turn.first_at) end
      from unnest(${grown.map((t) => t.id)}::text[], ${grown.map((t) => t.added)}::int[], ${grown.map((t) => t.dueNow)}::bool[]) as w(id, added, now)
      where turn.id = any(${grown.map((t) => t.id)}::text[]) and turn.id = w.id`.execute(tx),
    )
}

/** Customers' messages: stored, put into turns, and the lines of their conversations made due. */
import { sql } from 'kysely'
import type { TurnKind } from '../../bot/domain/conversation.ts'
import type { ConfigVersion } from '../../bot/domain/desk-config.ts'
import { turnKind } from '../../bot/domain/grammar.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import type { Tx } from '../database.ts'
import { makeLinesDue } from '../lines.ts'
import type { Arrival } from './arrival.ts'

interface OpenTurn {
  id: string
  readonly conversation: string
  readonly author: string
  readonly kind: TurnKind
  fresh: boolean
  added: number
  /** A command after a burst ends the burst: it is read first, at once. */
  dueNow: boolean
}

export async function storeWords(tx: Tx, ids: Ids, arrivals: readonly Arrival[], config: ConfigVersion): Promise<void> {
  if (arrivals.length === 0) return
  const conversations = [...new Set(arrivals.map((a) => conversationOf(a)))].sort()
  const older = [...new Set(arrivals.filter((a) => !a.place.fresh).map((a) => conversationOf(a)))].sort()
  const asked = await lockAndAsk(tx, older)
  const turns = await waitingTurns(tx, older)
  const all: OpenTurn[] = [...turns.values()]
  const messages = arrivals.map((arrival) => {
    const turn = turnFor(arrival, turns, all, ids, asked.has(conversationOf(arrival)))
    turn.added++
    return row(arrival, turn.id)
  })
  await writeTurns(
    tx,
    all.filter((turn) => turn.added > 0 || turn.dueNow),
    config,
  )
  await tx.insertInto('message').values(messages).execute()
  const files = arrivals.flatMap((a) =>
    a.event.files.map((file) => ({ id: ids.next(), message_id: a.id, name: file.name, mime: file.mime, size: file.size, blob: file.ref })),
  )
  if (files.length > 0) await tx.insertInto('attachment').values(files).execute()
  await makeLinesDue(tx, conversations)
}

/** Locks the conversations; answers those in which a question waits for its answer. */
async function lockAndAsk(tx: Tx, conversations: readonly string[]): Promise<ReadonlySet<string>> {
  if (conversations.length === 0) return new Set()
  const locked = await tx.selectFrom('conversation').select('id').where('id', 'in', conversations).orderBy('id').forUpdate().execute()
  if (locked.length !== conversations.length) throw new Error('a conversation is gone')
  const open = await tx
    .selectFrom('question')
    .select('conversation_id')
    .where('conversation_id', 'in', conversations)
    .where('state', '=', sql.lit('open'))
    .execute()
  return new Set(open.map((q) => q.conversation_id))
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

async function waitingTurns(tx: Tx, conversations: readonly string[]): Promise<Map<string, OpenTurn>> {
  if (conversations.length === 0) return new Map()
  const rows = await tx
    .selectFrom('turn')
    .select(['id', 'conversation_id', 'author_id'])
    .where('conversation_id', 'in', conversations)
    // As literals: a prepared plan that knows no values cannot use the partial index.
    .where('state', '=', sql.lit('waiting'))
    .where('kind', '=', sql.lit('words'))
    .execute()
  return new Map(
    rows.map((r) => [
      `${r.conversation_id}/${r.author_id}`,
      { id: r.id, conversation: r.conversation_id, author: r.author_id, kind: 'words' as const, fresh: false, added: 0, dueNow: false },
    ]),
  )
}

function turnFor(arrival: Arrival, waiting: Map<string, OpenTurn>, all: OpenTurn[], ids: Ids, questionOpen: boolean): OpenTurn {
  const conversation = conversationOf(arrival)
  const author = arrival.place.customer
  if (!author) throw new Error('a customer message needs its author')
  const kind = arrival.event.files.length > 0 ? 'words' : turnKind(arrival.event.text ?? '', choiceOf(arrival), questionOpen)
  const key = `${conversation}/${author}`
  const open = waiting.get(key)
  if (kind === 'words' && open) return open
  const turn: OpenTurn = { id: ids.next(), conversation, author, kind, fresh: true, added: 0, dueNow: kind !== 'words' }
  all.push(turn)
  if (kind === 'words') waiting.set(key, turn)
  else if (open) open.dueNow = true
  return turn
}

async function writeTurns(tx: Tx, turns: readonly OpenTurn[], { config }: ConfigVersion): Promise<void> {
  const quiet = sql`make_interval(secs => ${config.turn.quietMs / 1000})`
  const longest = sql`make_interval(secs => ${config.turn.longestMs / 1000})`
  const fresh = turns.filter((t) => t.fresh)
  if (fresh.length > 0)
    await tx
      .insertInto('turn')
      .values(
        fresh.map((t) => ({
          id: t.id,
          conversation_id: t.conversation,
          author_id: t.author,
          kind: t.kind,
          messages: t.added,
          due_at: t.dueNow || t.added >= config.turn.most ? sql<Date>`now()` : sql<Date>`now() + ${quiet}`,
        })),
      )
      .execute()
  const grown = turns.filter((t) => !t.fresh)
  if (grown.length > 0)
    await sql`
      update turn set
        messages = turn.messages + w.added,
        due_at = case when w.now or turn.messages + w.added >= ${config.turn.most} then least(turn.due_at, now())
                      else greatest(least(now() + ${quiet}, turn.first_at + ${longest}), turn.first_at) end
      from unnest(${grown.map((t) => t.id)}::text[], ${grown.map((t) => t.added)}::int[], ${grown.map((t) => t.dueNow)}::bool[]) as w(id, added, now)
      where turn.id = any(${grown.map((t) => t.id)}::text[]) and turn.id = w.id`.execute(tx)
}

/** Messages with their files, in one query. */
import { type RawBuilder, sql } from 'kysely'
import type { Attachment, FileState, Message } from '../../bot/domain/conversation.ts'
import { stepsFor, withHeard } from '../../bot/domain/heard.ts'
import type { Tx } from '../database.ts'

interface Row {
  readonly id: string
  readonly turn_id: string | null
  readonly conversation_id: string
  readonly kind: string
  readonly author_id: string | null
  readonly text: string
  readonly at: number
  readonly choice: string | null
  readonly recalled_at: number | null
  readonly files: readonly (Attachment & { readonly heard: string | null })[] | null
}

export async function messagesById(tx: Tx, ids: readonly string[]): Promise<Map<string, Message>> {
  if (ids.length === 0) return new Map()
  const rows = await load(tx, sql`m.id = any(${ids}::text[])`)
  return new Map(rows.map((row) => [row.id, messageOf(row)]))
}

/** By turn, each turn's in the order said: platform time, platform order, id. */
export async function messagesOfTurns(tx: Tx, turns: readonly string[]): Promise<Map<string, Message[]>> {
  const found = new Map<string, Message[]>(turns.map((turn) => [turn, []]))
  if (turns.length > 0)
    for (const row of await load(tx, sql`m.turn_id = any(${turns}::text[])`)) found.get(row.turn_id ?? '')?.push(messageOf(row))
  return found
}

async function load(tx: Tx, which: RawBuilder<unknown>): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select m.id, m.turn_id, m.conversation_id, m.kind, m.author_id, m.text, m.at, m.choice, m.recalled_at,
      (select json_agg(json_build_object('id', a.id, 'name', a.name, 'mime', a.mime, 'size', a.size, 'blob', a.blob, 'state', a.state, 'heard', (select f.text from file_text f where f.blob = a.blob)) order by a.id)
       from attachment a where a.message_id = m.id) as files
    from message m where ${which} order by m.at, m.ord, m.id`.execute(tx)
  return rows
}

/** What was taken back is not read. Words of pictures, films and voice messages stand behind the customer's own. */
function messageOf(row: Row): Message {
  const attachments = (row.files ?? []).map(({ heard: _, ...file }) => file)
  const words = new Map((row.files ?? []).flatMap(({ blob, heard }) => (heard === null ? [] : [[blob, heard] as const])))
  const steps = row.recalled_at === null ? stepsFor(attachments, words) : []
  return {
    id: row.id,
    conversation: row.conversation_id,
    kind: row.kind as Message['kind'],
    author: row.author_id,
    text: row.recalled_at === null ? withHeard(row.text, attachments, words) : '',
    choice: row.choice,
    at: row.at,
    attachments,
    ...(steps.length > 0 ? { steps } : {}),
  }
}

export async function attachmentsOf(tx: Tx, messages: readonly string[]): Promise<Map<string, Attachment[]>> {
  const rows = await tx
    .selectFrom('attachment')
    .select(['id', 'message_id', 'name', 'mime', 'size', 'blob', 'state'])
    .where('message_id', 'in', messages)
    .orderBy('id')
    .execute()
  const found = new Map<string, Attachment[]>()
  for (const { message_id, state, ...file } of rows)
    if (message_id) found.set(message_id, [...(found.get(message_id) ?? []), { ...file, state: state as FileState }])
  return found
}

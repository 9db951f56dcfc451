/** Whether files can be sent now. The lock keeps a fetch that ends this very moment from missing a delivery that waits for it. */
import { sql } from 'kysely'
import type { FileState } from '../../bot/domain/conversation.ts'
import type { Tx } from '../database.ts'

export interface LockedFile {
  readonly state: FileState
  readonly name: string
}

/** Each file there is, locked until the commit. Before cards and lanes: the order of all locks. */
export async function lockFiles(tx: Tx, files: readonly string[]): Promise<Map<string, LockedFile>> {
  if (files.length === 0) return new Map()
  const { rows } = await sql<LockedFile & { id: string }>`
    select id::text as id, state, name from attachment where id = any(${[...new Set(files)].sort()}::text[]) order by id for share`.execute(
    tx,
  )
  return new Map(rows.map(({ id, ...file }) => [id, file]))
}

/** Tries again what was given up of these tickets' messages; replies that failed with it wait again. Answers whether there was anything. */
export async function fetchAgain(tx: Tx, tickets: readonly string[]): Promise<boolean> {
  if (tickets.length === 0) return false
  const { rows } = await sql<{ id: string }>`
    select a.id::text as id from attachment a
    where a.state = 'failed' and a.ref is not null and a.message_id in (select message_id from ticket_message where ticket_id = any(${tickets}::text[]))
    order by a.id for update`.execute(tx)
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return false
  await sql`update attachment set state = 'waiting', due_at = now(), owner = null, tries = 0, died = 0, why = null where id = any(${ids}::text[])`.execute(
    tx,
  )
  await sql`update card set wanted = wanted + 1, due_at = now() where ticket_id = any(${tickets}::text[])`.execute(tx)
  await sql`update delivery set state = 'held', reason = 'file' where attachment_id = any(${ids}::text[]) and state = 'failed' and reason = 'file'`.execute(
    tx,
  )
  return true
}

/** Deliveries that were told to go again, but whose files are not here: they wait, and the files are asked for once more. */
export async function waitForFiles(tx: Tx, deliveries: readonly string[]): Promise<boolean> {
  if (deliveries.length === 0) return false
  const { rows } = await sql<{ id: string }>`
    update delivery d set state = 'held', reason = 'file' from attachment a
    where d.id = any(${deliveries}::text[]) and d.state = 'queued' and a.id = d.attachment_id and a.state <> 'stored'
    returning a.id::text as id`.execute(tx)
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return false
  await sql`update attachment set state = 'waiting', due_at = now(), owner = null, tries = 0, died = 0, why = null where id = any(${ids}::text[]) and state = 'failed'`.execute(
    tx,
  )
  return true
}

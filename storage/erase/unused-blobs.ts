/** Which stored files are the customer's alone. */
import { sql } from 'kysely'
import type { Tx } from '../database.ts'
import type { Scope } from './scope.ts'

const HASHES = /"(?:blob|ref)":"([0-9a-f]{64})"/g

/** Every file that what will be erased names, wherever it is named. */
export async function blobsOf(tx: Tx, { tickets, alone, rooms, messages }: Scope): Promise<readonly string[]> {
  const { rows } = await sql<{ named: string }>`
    select blob as named from attachment where message_id = any(${messages}::text[]) and blob <> ''
    union all select body from delivery where kind = 'media' and body like '%"blob"%'
      and (ticket_id = any(${tickets}::text[]) or message_id = any(${messages}::text[]) or conversation_id = any(${alone}::text[]))
    union all select value from event where ticket_id = any(${tickets}::text[]) and value like '%"blob"%'
    union all select p.body from board_post p where p.body like '%"blob"%' and (
      p.room in (select external from room where id = any(${rooms}::text[]) and channel = 'web')
      or p.thread in (select c.ref from card c where c.ticket_id = any(${tickets}::text[]) and c.ref is not null))`.execute(tx)
  const named = rows.flatMap((row) =>
    /^[0-9a-f]{64}$/.test(row.named) ? [row.named] : [...row.named.matchAll(HASHES)].map(([, hash]) => hash ?? ''),
  )
  return [...new Set(named)].sort()
}

/** Those of them that nothing names any more, after all else was erased. */
export async function unusedOf(tx: Tx, hashes: readonly string[]): Promise<readonly string[]> {
  if (hashes.length === 0) return []
  const { rows } = await sql<{ hash: string }>`
    select h.hash from unnest(${hashes}::text[]) as h(hash)
    where not exists (select 1 from attachment where blob = h.hash)
      and not exists (select 1 from board_post where body like '%' || h.hash || '%')
      and not exists (select 1 from delivery where kind = 'media' and body like '%' || h.hash || '%')
      and not exists (select 1 from event where value like '%' || h.hash || '%')
    order by 1`.execute(tx)
  return rows.map((row) => row.hash)
}

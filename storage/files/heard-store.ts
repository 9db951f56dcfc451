import { sql } from 'kysely'
import type { Attachment } from '../../bot/domain/conversation.ts'
import type { HeardStore } from '../../bot/ports/hearing.ts'
import type { Db } from '../database.ts'

export function createHeardStore({ kysely }: Db): HeardStore {
  return {
    known: async (blobs) => {
      const { rows } = await sql<{ blob: string; text: string }>`
        select blob, text from file_text where blob = any(${blobs}::text[])`.execute(kysely)
      return new Map(rows.map((row) => [row.blob, row.text]))
    },
    keep: async (blob, kind, words) => {
      // The table knows two kinds: what is told of a film was read from its pictures.
      const from = kind === 'film' ? 'picture' : kind
      // A file that was erased meanwhile keeps no words.
      await sql`
        insert into file_text (blob, kind, text) select ${blob}::text, ${from}::text, ${words}::text
        where exists (select 1 from attachment where blob = ${blob}::text) on conflict do nothing`.execute(kysely)
    },
    files: async (ids) => {
      const { rows } = await sql<Attachment>`
        select id::text as id, name, mime, size, blob, state from attachment where id = any(${ids}::text[])`.execute(kysely)
      return rows
    },
  }
}

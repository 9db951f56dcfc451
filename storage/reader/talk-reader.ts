/** What was said in a customer's conversation, and how what we said there was sent. Notes are not here. */
import { sql } from 'kysely'
import type { Attachment, MessageKind, QuestionOption, StoredFile } from '../../bot/domain/conversation.ts'
import type { MessageRow, Page, PageOf, TalkReader } from '../../bot/ports/reader.ts'
import { attachmentsOf } from '../converse/load-messages.ts'
import type { Db, Tx } from '../database.ts'
import { worstState } from '../reply-state.ts'
import { pageFrom } from './pages.ts'

export function createTalkReader(db: Db): TalkReader {
  return {
    conversation: (ref, { channel, account }) =>
      db.tx(async (tx) => {
        // Two ways to name it, each by its own key: joined by an “or” both tables would be read whole.
        const { rows } = await sql<{ id: string; channel: string; account: string; room: string }>`
          select f.id, r.channel, r.account, r.external as room from (
            select 1 as choice, c.id, c.room_id from conversation c where c.id = ${ref}
            union all
            select 2, c.id, c.room_id from conversation c
            where c.room_id = (select id from room where channel = ${channel} and account = ${account} and external = ${ref} and thread = '')
          ) f join room r on r.id = f.room_id
          order by f.choice limit 1`.execute(tx)
        return rows[0] ?? null
      }),
    messages: (conversation, page, unsent = false) => db.tx((tx) => readMessages(tx, conversation, page, unsent)),
  }
}

interface Row {
  readonly id: string
  readonly kind: string
  readonly text: string
  readonly at: number
  readonly author: string | null
  readonly states: readonly string[] | null
  readonly menu: string | null
  readonly media: readonly string[] | null
}

async function readMessages(tx: Tx, conversation: string, { limit, after }: PageOf, unsent: boolean): Promise<Page<MessageRow>> {
  const { rows } = await sql<Row>`
    select m.id, m.kind, case when m.recalled_at is null then m.text else '' end as text, m.at,
      case when m.author_id is null then null else coalesce(cu.name, a.name, m.author_id) end as author,
      (select array_agg(d.state) from delivery d where d.message_id = m.id) as states,
      (select d.body from delivery d where d.message_id = m.id and d.kind = 'menu' order by d.ord limit 1) as menu,
      (select array_agg(d.body order by d.ord) from delivery d where d.message_id = m.id and d.kind = 'media' and d.attachment_id is null) as media
    from message m
    left join customer cu on cu.id = m.author_id
    left join agent a on a.id = m.author_id
    where m.conversation_id = ${conversation} and m.id > ${after ?? ''}
      and (${unsent} or m.kind <> 'reply'
        or not exists (select from delivery d where d.message_id = m.id and (d.reason in ('gate', 'approval') and d.state in ('held', 'cancelled'))))
    order by m.id limit ${limit + 1}`.execute(tx)
  const page = pageFrom(rows, limit, (row) => row.id)
  const files =
    page.rows.length === 0
      ? new Map<string, Attachment[]>()
      : await attachmentsOf(
          tx,
          page.rows.map((row) => row.id),
        )
  return {
    next: page.next,
    rows: page.rows.map((row) => ({
      id: row.id,
      kind: row.kind as MessageKind,
      text: row.text,
      at: row.at,
      author: row.author,
      state: row.states ? worstState(row.states) : null,
      files: [...(files.get(row.id) ?? []).map(shownFile), ...sentFiles(row)],
      options: row.menu === null ? [] : ((JSON.parse(row.menu) as { options?: readonly QuestionOption[] }).options ?? []),
    })),
  }
}

function shownFile({ name, mime, size, blob, state }: Attachment): MessageRow['files'][number] {
  return { name, mime, size, blob, ...(state === 'stored' ? {} : { state }) }
}

/** A file that came with a message is its attachment; those we sent before that was so stand in their deliveries. */
function sentFiles({ media }: Row): readonly StoredFile[] {
  return (media ?? []).flatMap((body) => (JSON.parse(body) as { attachment?: StoredFile }).attachment ?? [])
}

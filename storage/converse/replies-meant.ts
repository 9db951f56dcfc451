/** Which reply an event in a ticket's thread is about where it does not name one. */
import { sql } from 'kysely'
import { agentCommand } from '../../bot/domain/grammar.ts'
import type { Tx } from '../database.ts'

interface Said {
  readonly id: string
  readonly what: string
  readonly ticket_id: string | null
  readonly agent_id: string | null
  readonly text: string
  readonly value: string
}

/** The newest reply written as each of the thread messages that are changed. */
export async function repliesWrittenAs(tx: Tx, rows: readonly Pick<Said, 'what' | 'value'>[]): Promise<Map<string, string>> {
  const changed = rows.filter((row) => row.what === 'edit' || row.what === 'recall')
  const events = changed.map((row) => String((JSON.parse(row.value) as { of?: unknown }).of ?? ''))
  if (events.length === 0) return new Map()
  const replies = await tx.selectFrom('message').select(['id', 'event_id']).where('event_id', 'in', events).orderBy('id').execute()
  return new Map(replies.flatMap(({ id, event_id }) => (event_id ? [[event_id, id] as const] : [])))
}

/** Commands about a reply, typed: `retry` and `drop` mean the newest that is stuck, `delete-reply` the newest one's own that is not gone. */
const ABOUT_REPLIES: Readonly<Record<string, 'stuck' | 'own'>> = { retry: 'stuck', drop: 'stuck', recall: 'own' }

/** By event. */
export async function repliesMeant(tx: Tx, rows: readonly Said[]): Promise<Map<string, string>> {
  const asking = rows.flatMap(({ id, what, ticket_id, agent_id, text }) => {
    const which = what === 'message' && ticket_id && agent_id ? ABOUT_REPLIES[agentCommand(text)?.command ?? ''] : undefined
    return which ? [{ id, ticket_id, agent_id, which }] : []
  })
  if (asking.length === 0) return new Map()
  const { rows: found } = await sql<{ event: string; message: string }>`
    select w.event, m.id as message
    from unnest(${asking.map((a) => a.id)}::text[], ${asking.map((a) => a.ticket_id)}::text[], ${asking.map((a) => a.agent_id)}::text[], ${asking.map((a) => a.which)}::text[]) as w(event, ticket, agent, which)
    cross join lateral (
      select m.id from ticket_message tm join message m on m.id = tm.message_id
      where tm.ticket_id = w.ticket and m.kind = 'reply' and m.recalled_at is null
        and case w.which when 'own' then m.author_id = w.agent and exists (select from delivery d where d.message_id = m.id and d.state <> 'cancelled')
          else exists (select from delivery d where d.message_id = m.id and d.state in ('failed', 'in_doubt', 'held')) end
      order by m.id desc limit 1) m`.execute(tx)
  return new Map(found.map(({ event, message }) => [event, message]))
}

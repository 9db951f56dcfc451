import { type Kysely, sql } from 'kysely'

/**
 * What one person sees of the desk as a whole (Slack's App Home), as desired state like a card; and what became of an
 * agent's words that were changed later. Safe online: a small new table and columns without a default.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // shown: hash of what was drawn last; the same is not drawn again.
  `create table home (
    channel text not null,
    account text not null,
    external text not null,
    agent_id id not null references agent,
    opened_at timestamptz not null default now(),
    due_at timestamptz,
    drawn_at timestamptz,
    shown bytea,
    owner text,
    until timestamptz,
    tries integer not null default 0,
    primary key (channel, account, external)
  )`,
  // The thread message that a reply was written as, so that a later change of it finds the reply.
  `alter table message add column event_id id`,
  `alter table note add column edited_at timestamptz, add column removed_at timestamptz`,
] as const

import { type Kysely, sql } from 'kysely'

/** What other systems say about a ticket's fields; imported examples. Safe online: creates, and lets `example` hold one more kind. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // gen: rises with each question, so that an answer to an older one is thrown away. answer: personal words, as JSON.
  `create table lookup (
    ticket_id id not null references ticket,
    key text not null,
    state text not null default 'waiting' check (state in ('waiting', 'found', 'absent', 'failed')),
    asked text,
    answer text,
    why text,
    gen integer not null default 1,
    asked_at timestamptz not null default now(),
    answered_at timestamptz,
    due_at timestamptz,
    owner text,
    until timestamptz,
    tries integer not null default 0,
    primary key (ticket_id, key)
  )`,
  `create index lookup_due on lookup (due_at) where due_at is not null`,
  // Not valid: rows that are there passed the narrower check, so nobody waits for a look at them.
  `alter table example drop constraint example_source_check`,
  `alter table example add constraint example_source_check check (source in ('seed', 'correction', 'import')) not valid`,
] as const

import { type Kysely, sql } from 'kysely'

/** Versioned configuration, labelled examples, trained models. Safe online: creates only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table desk_config (
    version integer primary key,
    body text not null,
    hash bytea not null,
    applied_at timestamptz not null default now()
  )`,
  `create table example (
    id id primary key,
    hash bytea not null unique,
    text text not null,
    lang text not null,
    category text not null,
    source text not null check (source in ('seed', 'correction')),
    ticket_id id,
    at timestamptz not null default now()
  )`,
  `create index example_source on example (source, at)`,
  `create table model (
    version integer primary key,
    bytes bytea not null,
    examples integer not null,
    corrections integer not null,
    accuracy double precision not null,
    millis integer not null,
    trained_at timestamptz not null default now()
  )`,
] as const

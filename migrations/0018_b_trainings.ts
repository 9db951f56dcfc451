import { type Kysely, sql } from 'kysely'

/** What came of each training, refused ones too, and whether it was told. Safe online: creates only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table training (
    id text primary key,
    at timestamptz not null default now(),
    outcome text not null check (outcome in ('first', 'used', 'refused')),
    version bigint,
    accuracy float8 not null,
    in_use float8,
    learned bigint not null,
    examples bigint not null,
    millis bigint not null,
    told boolean not null
  )`.execute(db)
}

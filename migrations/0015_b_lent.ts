import { type Kysely, sql } from 'kysely'

/** What a remote channel was lent, until it tells what came of it: any process may take that. Safe online: a small new table. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // id: of a delivery of a claimed lane, or of a card that is drawn anew (wanted). outcome: told before its lane could be settled.
  `create table lent (
    id id primary key,
    channel text not null,
    lane text,
    fence bigint,
    wanted integer,
    tries integer not null,
    outcome text,
    lent_at timestamptz not null default now()
  )`,
  'create index lent_lane on lent (lane, fence) where lane is not null',
  'create index lent_told on lent (channel, lent_at) where outcome is not null',
  'create index lent_age on lent (lent_at)',
] as const

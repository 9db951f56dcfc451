import { type Kysely, sql } from 'kysely'

/** Customers, agents, rooms, conversations. Safe online: creates only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // Ids are 32 hex digits; the byte order of "C" keeps UUIDv7 in the order they were made.
  `create domain id as text collate "C" check (length(value) = 32)`,
  `create table room (
    id id primary key,
    channel text not null,
    account text not null,
    external text not null,
    thread text not null default '',
    kind text not null check (kind in ('customer', 'team', 'manager')),
    team text,
    lang text,
    created_at timestamptz not null default now(),
    unique (channel, account, external, thread)
  )`,
  `create table customer (
    id id primary key,
    name text,
    created_at timestamptz not null default now()
  )`,
  `create table identity (
    channel text not null,
    account text not null,
    external text not null,
    customer_id id not null references customer,
    created_at timestamptz not null default now(),
    primary key (channel, account, external)
  )`,
  `create index identity_customer on identity (customer_id)`,
  `create table agent (
    id id primary key,
    key text not null unique,
    name text not null,
    role text not null check (role in ('agent', 'lead', 'manager', 'admin')),
    lang text not null,
    teams text[] not null default '{}',
    active boolean not null default true,
    created_at timestamptz not null default now()
  )`,
  `create table agent_identity (
    channel text not null,
    account text not null,
    external text not null,
    agent_id id not null references agent,
    primary key (channel, account, external)
  )`,
  `create index agent_identity_agent on agent_identity (agent_id)`,
  // speaker: 'desk', 'nobody' or an agent's id. speaker_epoch rises whenever it changes.
  `create table conversation (
    id id primary key,
    room_id id not null unique references room,
    customer_id id not null references customer,
    speaker text not null default 'desk',
    speaker_epoch integer not null default 0,
    lang text not null,
    created_at timestamptz not null default now()
  )`,
  `create index conversation_customer on conversation (customer_id)`,
] as const

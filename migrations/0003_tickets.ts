import { type Kysely, sql } from 'kysely'

/** Tickets, their history, and what the desk asked. Safe online: creates only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create sequence ticket_number start 1001`,
  // \`fold\` is the whole ticket as its events make it; the other columns repeat what is asked for by index.
  `create table ticket (
    id id primary key,
    number bigint not null unique,
    seq integer not null,
    conversation_id id not null references conversation,
    customer_id id not null references customer,
    opener_turn id,
    opener_n integer,
    state text not null,
    team text not null,
    owner_id id references agent,
    category text not null,
    priority text not null,
    fold text not null,
    search tsvector not null,
    head bytea not null,
    opened_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    ended_at timestamptz,
    unique (opener_turn, opener_n)
  )`,
  `create index ticket_customer on ticket (customer_id, id desc)`,
  `create index ticket_active_team on ticket (team, id desc) where state in ('new', 'open', 'waiting', 'snoozed')`,
  `create index ticket_active_owner on ticket (owner_id, id desc) where owner_id is not null and state in ('new', 'open', 'waiting', 'snoozed')`,
  `create index ticket_state on ticket (state, id desc)`,
  `create index ticket_changed on ticket (changed_at)`,
  `create index ticket_search on ticket using gin (search)`,
  // body: canonical JSON (RFC 8785) without personal words; hash = SHA-256(previous hash, body).
  `create table ticket_event (
    ticket_id id not null references ticket,
    seq integer not null,
    body text not null,
    hash bytea not null,
    at timestamptz not null default now(),
    primary key (ticket_id, seq)
  )`,
  // Personal words. Erasing nulls salt and value and keeps the row.
  `create table fact (
    id id not null,
    ticket_id id not null references ticket,
    customer_id id not null,
    salt bytea,
    value text,
    erased_at timestamptz,
    primary key (ticket_id, id)
  )`,
  `create table ticket_message (
    ticket_id id not null,
    message_id id not null,
    primary key (ticket_id, message_id)
  )`,
  `create index ticket_message_message on ticket_message (message_id)`,
  // Its own table: code that speaks to customers never reads it.
  `create table note (
    id id primary key,
    ticket_id id not null references ticket,
    author_id id not null references agent,
    event_id id not null unique,
    text text not null,
    at timestamptz not null default now()
  )`,
  `create index note_ticket on note (ticket_id, id)`,
  `create table question (
    id id primary key,
    conversation_id id not null,
    ticket_id id not null references ticket,
    kind text not null check (kind in ('choose', 'field', 'solved', 'rating')),
    about text not null,
    options text not null,
    state text not null check (state in ('queued', 'open', 'answered', 'ended')),
    until timestamptz not null,
    asked_at timestamptz not null default now(),
    unique (ticket_id, kind, about)
  )`,
  `create unique index question_open on question (conversation_id) where state = 'open'`,
  `create index question_queued on question (conversation_id) where state = 'queued'`,
  `create table timer (
    ticket_id id not null,
    kind text not null,
    subject text not null,
    due_at timestamptz,
    owner text,
    until timestamptz,
    tries integer not null default 0,
    primary key (ticket_id, kind, subject)
  )`,
  `create index timer_due on timer (due_at) where due_at is not null`,
  // Merkle root over the heads of the tickets changed since the one before: shows a ticket that is missing.
  `create table checkpoint (
    seq integer primary key,
    upto timestamptz not null,
    tickets integer not null,
    heads text not null,
    root bytea not null,
    at timestamptz not null default now()
  )`,
] as const

import { type Kysely, sql } from 'kysely'

/** What people said, how it is grouped into turns, and what workers claim. Safe online: creates only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // quiet_at: the burst's end; due_at of its line is the earlier of that and the longest wait.
  `create table turn (
    id id primary key,
    conversation_id id not null references conversation,
    author_id id not null,
    kind text not null check (kind in ('words', 'command', 'choice')),
    state text not null default 'waiting' check (state in ('waiting', 'reading', 'done', 'quarantined')),
    first_at timestamptz not null default now(),
    due_at timestamptz not null,
    messages integer not null default 0,
    reads integer not null default 0,
    why text,
    done_at timestamptz
  )`,
  `create unique index turn_waiting on turn (conversation_id, author_id) where state = 'waiting' and kind = 'words'`,
  `create index turn_pending on turn (conversation_id, id) where state in ('waiting', 'reading')`,
  `create index turn_quarantined on turn (id) where state = 'quarantined'`,
  `create table message (
    id id primary key,
    conversation_id id not null references conversation,
    turn_id id,
    kind text not null,
    author_id id,
    text text not null,
    at timestamptz not null,
    ord text not null default '',
    choice text,
    ticket_id id,
    edited_at timestamptz,
    recalled_at timestamptz,
    created_at timestamptz not null default now()
  )`,
  `create index message_conversation on message (conversation_id, id)`,
  `create index message_turn on message (turn_id) where turn_id is not null`,
  `create table message_before_edit (
    id id primary key,
    message_id id not null references message,
    text text not null,
    at timestamptz not null default now()
  )`,
  `create table attachment (
    id id primary key,
    message_id id references message,
    name text not null,
    mime text not null,
    size bigint not null,
    blob text not null,
    created_at timestamptz not null default now()
  )`,
  `create index attachment_message on attachment (message_id)`,
  // Deduplication for good: SHA-256 of channel, account and key; the first writer wins.
  `create table inbound_key (
    hash bytea primary key,
    event_id id not null,
    message_id id,
    conversation_id id,
    said bytea,
    at timestamptz not null default now()
  )`,
  `create table raw_event (
    id id not null,
    at timestamptz not null default now(),
    channel text not null,
    account text not null,
    what text not null,
    payload text not null
  )`,
  `create index raw_event_at on raw_event using brin (at)`,
  `create table unparsed (
    id id primary key,
    channel text not null,
    account text not null,
    why text not null,
    excerpt text not null,
    state text not null default 'open' check (state in ('open', 'dropped')),
    at timestamptz not null default now()
  )`,
  `create table pull_cursor (
    channel text not null,
    account text not null,
    value text not null,
    primary key (channel, account)
  )`,
  // Unique per (turn, newest message read, model): a crash after storing pays nothing again.
  `create table reading (
    turn_id id not null,
    last_message_id id not null,
    version text not null,
    model text not null,
    claims text not null,
    understanding text not null,
    tokens_in integer not null,
    tokens_out integer not null,
    calls integer not null,
    at timestamptz not null default now(),
    primary key (turn_id, last_message_id, version)
  )`,
  `create table line (
    key text collate "C" primary key,
    kind text not null check (kind in ('quick', 'model')),
    due_at timestamptz,
    owner text,
    until timestamptz,
    fence bigint not null default 0,
    tries integer not null default 0
  )`,
  `create index line_due on line (kind, due_at) where due_at is not null`,
  // What people did in team rooms, over REST, and what platforms told us of sends.
  `create table event (
    id id primary key,
    line text collate "C" not null,
    what text not null,
    room_id id references room,
    ticket_id id,
    agent_id id references agent,
    sender text not null,
    text text not null,
    value text not null,
    state text not null default 'waiting' check (state in ('waiting', 'done', 'quarantined')),
    outcome text,
    at timestamptz not null,
    done_at timestamptz
  )`,
  `create index event_pending on event (line, id) where state = 'waiting'`,
  `create index event_quarantined on event (id) where state = 'quarantined'`,
] as const

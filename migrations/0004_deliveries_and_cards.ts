import { type Kysely, sql } from 'kysely'

/** What leaves the desk: deliveries by lane and pace, cards as desired state. Safe online: creates only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // wanted: counts up with every change to be seen; shown: the count last drawn.
  `create table card (
    id id primary key,
    ticket_id id not null references ticket,
    message_id id,
    room_id id not null references room,
    ref text,
    wanted integer not null default 1,
    shown integer not null default 0,
    due_at timestamptz,
    owner text,
    until timestamptz,
    tries integer not null default 0,
    created_at timestamptz not null default now()
  )`,
  `create unique index card_ticket on card (ticket_id, room_id) where message_id is null`,
  `create unique index card_reply on card (message_id, room_id) where message_id is not null`,
  `create unique index card_ref on card (room_id, ref) where ref is not null`,
  `create index card_due on card (due_at) where due_at is not null`,
  // A lane keeps order and doubt (a room with its thread); a pace keeps the platform's speed (the room).
  `create table lane (
    key text collate "C" primary key,
    channel text not null,
    pace text collate "C" not null,
    ping boolean not null default false,
    due_at timestamptz,
    owner text,
    until timestamptz,
    fence bigint not null default 0
  )`,
  `create index lane_due on lane (channel, ping desc, due_at) where due_at is not null`,
  `create table pace (
    key text collate "C" primary key,
    next_send_at timestamptz not null
  )`,
  // No references: each row is written with what it names, and checking seven of them took most of the write.
  `create table delivery (
    id id primary key,
    ord bigint generated always as identity,
    lane text collate "C" not null,
    room_id id not null,
    kind text not null,
    body text not null,
    state text not null check (state in ('held', 'queued', 'sending', 'sent', 'delivered', 'failed', 'in_doubt', 'cancelled')),
    reason text,
    conversation_id id,
    ticket_id id,
    card_id id,
    thread_card_id id,
    message_id id,
    epoch integer,
    tries integer not null default 0,
    ref text,
    created_at timestamptz not null default now(),
    sent_at timestamptz
  )`,
  `create index delivery_lane on delivery (lane, ord) where state in ('queued', 'sending')`,
  `create index delivery_thread_held on delivery (thread_card_id) where state = 'held'`,
  `create index delivery_needs_person on delivery (id) where state in ('failed', 'in_doubt')`,
  `create index delivery_message on delivery (message_id) where message_id is not null`,
  // Our own rooms: what a browser shows of them. rev rises in a room with every post and redraw.
  `create table board_room (
    room text primary key,
    rev bigint not null default 0
  )`,
  `create table board_post (
    id text primary key,
    room text not null,
    thread text,
    kind text not null,
    author text,
    reader text,
    body text not null,
    rev bigint not null,
    at timestamptz not null default now()
  )`,
  `create index board_post_room on board_post (room, rev)`,
  `create index board_post_thread on board_post (thread, rev) where thread is not null`,
] as const

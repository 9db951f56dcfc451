/** The tables as Kysely sees them. Times come back as milliseconds since 1970 (see database.ts). */
import type { Generated } from 'kysely'
import type { OrNull, Time, TimeNow, TimeOrNull } from './schema-columns.ts'
import type { RoomTables } from './schema-rooms.ts'

export interface Database extends RoomTables {
  room: {
    id: string
    channel: string
    account: string
    external: string
    thread: Generated<string>
    kind: string
    team: OrNull<string>
    lang: OrNull<string>
    created_at: TimeNow
  }
  customer: { id: string; name: OrNull<string>; level: OrNull<string>; created_at: TimeNow }
  identity: { channel: string; account: string; external: string; customer_id: string; created_at: TimeNow }
  agent: {
    id: string
    key: string
    name: string
    role: string
    lang: string
    teams: Generated<string[]>
    active: Generated<boolean>
    created_at: TimeNow
  }
  agent_identity: { channel: string; account: string; external: string; agent_id: string }
  conversation: {
    id: string
    room_id: string
    customer_id: string
    speaker: Generated<string>
    speaker_epoch: Generated<number>
    lang: string
    created_at: TimeNow
  }
  turn: {
    id: string
    conversation_id: string
    author_id: string
    kind: string
    state: Generated<string>
    first_at: TimeNow
    due_at: Time
    messages: Generated<number>
    reads: Generated<number>
    why: OrNull<string>
    done_at: TimeOrNull
  }
  message: {
    id: string
    conversation_id: string
    turn_id: OrNull<string>
    kind: string
    author_id: OrNull<string>
    text: string
    at: Time
    ord: Generated<string>
    choice: OrNull<string>
    ticket_id: OrNull<string>
    edited_at: TimeOrNull
    recalled_at: TimeOrNull
    event_id: OrNull<string>
    created_at: TimeNow
  }
  message_before_edit: { id: string; message_id: string; text: string; at: TimeNow }
  attachment: {
    id: string
    message_id: OrNull<string>
    name: string
    mime: string
    size: number
    /** Empty until the bytes are stored. */
    blob: string
    state: Generated<string>
    channel: OrNull<string>
    account: OrNull<string>
    ref: OrNull<string>
    due_at: TimeOrNull
    owner: OrNull<string>
    tries: Generated<number>
    died: Generated<number>
    why: OrNull<string>
    created_at: TimeNow
  }
  inbound_key: {
    hash: Buffer
    event_id: string
    message_id: OrNull<string>
    conversation_id: OrNull<string>
    said: OrNull<Buffer>
    at: TimeNow
  }
  raw_event: { id: string; at: TimeNow; channel: string; account: string; what: string; payload: string }
  unparsed: { id: string; channel: string; account: string; why: string; excerpt: string; state: Generated<string>; at: TimeNow }
  pull_cursor: { channel: string; account: string; value: string }
  reading: {
    turn_id: string
    last_message_id: string
    version: string
    model: string
    claims: string
    understanding: string
    tokens_in: number
    tokens_out: number
    calls: number
    cost_micros: OrNull<number>
    at: TimeNow
  }
  file_text: { blob: string; kind: string; text: string; at: TimeNow }
  model_spend: { day: string; customer_id: string; tokens: Generated<number>; cost_micros: Generated<number> }
  line: {
    key: string
    kind: string
    due_at: TimeOrNull
    owner: OrNull<string>
    until: TimeOrNull
    fence: Generated<number>
    tries: Generated<number>
  }
  event: {
    id: string
    line: string
    what: string
    room_id: OrNull<string>
    ticket_id: OrNull<string>
    agent_id: OrNull<string>
    sender: string
    text: string
    value: string
    state: Generated<string>
    outcome: OrNull<string>
    at: Time
    done_at: TimeOrNull
  }
  ticket: {
    id: string
    number: number
    seq: number
    conversation_id: string
    customer_id: string
    opener_turn: OrNull<string>
    opener_n: OrNull<number>
    state: string
    team: string
    owner_id: OrNull<string>
    category: string
    priority: string
    fold: string
    search: string
    head: Buffer
    opened_at: TimeNow
    changed_at: TimeNow
    ended_at: TimeOrNull
  }
  ticket_event: { ticket_id: string; seq: number; body: string; hash: Buffer; at: TimeNow }
  backfill: { name: string; after: Generated<string>; done_at: TimeOrNull }
  private_word: { hash: Buffer; customer_id: string; kind: string }
  fact: { id: string; ticket_id: string; customer_id: string; salt: OrNull<Buffer>; value: OrNull<string>; erased_at: TimeOrNull }
  ticket_message: { ticket_id: string; message_id: string }
  ticket_source: { hash: Buffer; ticket_id: string }
  note: {
    id: string
    ticket_id: string
    author_id: string
    event_id: string
    text: string
    at: TimeNow
    edited_at: TimeOrNull
    removed_at: TimeOrNull
  }
  question: {
    id: string
    conversation_id: string
    ticket_id: string
    kind: string
    about: string
    options: string
    state: string
    until: Time
    asked_at: TimeNow
  }
  timer: {
    ticket_id: string
    kind: string
    subject: string
    due_at: TimeOrNull
    owner: OrNull<string>
    until: TimeOrNull
    /** Times it failed. */
    tries: Generated<number>
    /** Times it was in hand when a process died. */
    died: Generated<number>
    restored: Generated<boolean>
  }
  checkpoint: { seq: number; upto: Time; tickets: number; heads: string; root: Buffer; at: TimeNow }
  card: {
    id: string
    ticket_id: string
    message_id: OrNull<string>
    room_id: string
    ref: OrNull<string>
    wanted: Generated<number>
    shown: Generated<number>
    due_at: TimeOrNull
    owner: OrNull<string>
    until: TimeOrNull
    tries: Generated<number>
    created_at: TimeNow
  }
  former_card: { room_id: string; ref: string; card_id: string }
  lane: {
    key: string
    channel: string
    pace: string
    ping: Generated<boolean>
    due_at: TimeOrNull
    owner: OrNull<string>
    until: TimeOrNull
    fence: Generated<number>
  }
  delivery: {
    id: string
    ord: Generated<number>
    lane: string
    room_id: string
    kind: string
    body: string
    state: string
    reason: OrNull<string>
    conversation_id: OrNull<string>
    ticket_id: OrNull<string>
    card_id: OrNull<string>
    thread_card_id: OrNull<string>
    message_id: OrNull<string>
    attachment_id: OrNull<string>
    epoch: OrNull<number>
    tries: Generated<number>
    ref: OrNull<string>
    created_at: TimeNow
    sent_at: TimeOrNull
  }
  lookup: {
    ticket_id: string
    key: string
    state: Generated<string>
    asked: OrNull<string>
    answer: OrNull<string>
    why: OrNull<string>
    gen: Generated<number>
    asked_at: TimeNow
    answered_at: TimeOrNull
    due_at: TimeOrNull
    owner: OrNull<string>
    until: TimeOrNull
    tries: Generated<number>
    died: Generated<number>
  }
  lease: { name: string; owner: string; until: Time }
  desk_config: { version: number; body: string; hash: Buffer; applied_at: TimeNow }
  example: {
    id: string
    hash: Buffer
    text: string
    lang: string
    category: string
    source: string
    ticket_id: OrNull<string>
    at: TimeNow
  }
  training: {
    id: string
    at: TimeNow
    outcome: string
    version: OrNull<number>
    accuracy: number
    in_use: OrNull<number>
    learned: number
    examples: number
    millis: number
    told: boolean
  }
  model: { version: number; bytes: Buffer; examples: number; corrections: number; accuracy: number; millis: number; trained_at: TimeNow }
}

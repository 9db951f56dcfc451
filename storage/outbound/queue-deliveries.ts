/** Puts deliveries on their lanes: a room with its thread is one lane; whispers and pings have their own. What is pulled from us needs none. */
import { sql } from 'kysely'
import type { DeliveryRow } from '../converse/row-types.ts'
import type { Tx } from '../database.ts'
import type { LockedFile } from '../files/lock-files.ts'
import { type Insert, insertRows } from '../insert-rows.ts'
import { unawaited } from '../session.ts'

const DELIVERIES: Insert<'delivery'> = {
  into: 'delivery',
  columns: {
    id: 'text',
    lane: 'text',
    room_id: 'text',
    kind: 'text',
    body: 'text',
    state: 'text',
    reason: 'text',
    conversation_id: 'text',
    ticket_id: 'text',
    card_id: 'text',
    thread_card_id: 'text',
    message_id: 'text',
    attachment_id: 'text',
    epoch: 'int8',
  },
  // What is pulled from us was sent the moment it was written.
  same: { sent_at: `case when w.state = 'sent' then now() end` },
}

export function queueDeliveries(tx: Tx, given: readonly DeliveryRow[], files: Files = NONE): void {
  // A file that is gone by now is brought to nobody.
  const deliveries = given.filter((d) => !d.attachment_id || files.has(d.attachment_id))
  if (deliveries.length === 0) return
  const lanes = new Map<string, { room: string; ping: boolean; due: boolean }>()
  for (const d of deliveries) {
    if (d.pulled) continue
    const lane = lanes.get(laneOf(d))
    lanes.set(laneOf(d), { room: d.room_id, ping: d.kind === 'ping', due: waitsFor(d, files) === null || lane?.due === true })
  }
  const rows = [...lanes.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  if (rows.length > 0)
    unawaited(
      sql`
    insert into lane (key, channel, pace, ping, due_at)
    select w.key, r.channel, r.channel || '/' || r.account || '/' || r.external, w.ping, case when w.due then now() end
    from unnest(${rows.map(([key]) => key)}::text[], ${rows.map(([, l]) => l.room)}::text[], ${rows.map(([, l]) => l.ping)}::bool[], ${rows.map(([, l]) => l.due)}::bool[]) as w(key, room, ping, due)
    join room r on r.id = w.room
    order by w.key
    on conflict (key) do update set due_at = least(coalesce(lane.due_at, excluded.due_at), coalesce(excluded.due_at, lane.due_at))`.execute(
        tx,
      ),
    )
  const written = deliveries.map((d) => {
    const reason = waitsFor(d, files)
    const pulled = d.pulled === true && reason !== 'file'
    return { ...d, lane: laneOf(d), state: pulled ? 'sent' : reason ? 'held' : 'queued', reason: pulled ? null : reason }
  })
  unawaited(insertRows(tx, DELIVERIES, written))
}

type Files = ReadonlyMap<string, LockedFile>
const NONE: Files = new Map()

/** What a delivery waits for: its file first, then the card whose thread it goes into. */
function waitsFor({ attachment_id, held, hold }: DeliveryRow, files: Files): 'gate' | 'approval' | 'file' | 'card' | null {
  if (hold) return hold
  if (attachment_id && files.get(attachment_id)?.state !== 'stored') return 'file'
  return held ? 'card' : null
}

function laneOf(delivery: DeliveryRow): string {
  if (delivery.thread_card_id) return `thread:${delivery.thread_card_id}`
  if (delivery.kind === 'ping' || delivery.kind === 'whisper') return `${delivery.kind}:${delivery.room_id}`
  return `room:${delivery.room_id}`
}

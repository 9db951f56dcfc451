/** Puts deliveries on their lanes: a room with its thread is one lane; whispers and pings have their own. What is pulled from us needs none. */
import { sql } from 'kysely'
import type { DeliveryRow } from '../converse/apply-effects.ts'
import type { Tx } from '../database.ts'

export async function queueDeliveries(tx: Tx, deliveries: readonly DeliveryRow[]): Promise<void> {
  if (deliveries.length === 0) return
  const lanes = new Map<string, { room: string; ping: boolean; due: boolean }>()
  for (const d of deliveries) {
    if (d.pulled) continue
    const lane = lanes.get(laneOf(d))
    lanes.set(laneOf(d), { room: d.room_id, ping: d.kind === 'ping', due: !d.held || lane?.due === true })
  }
  const rows = [...lanes.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  if (rows.length > 0)
    await sql`
    insert into lane (key, channel, pace, ping, due_at)
    select w.key, r.channel, r.channel || '/' || r.account || '/' || r.external, w.ping, case when w.due then now() end
    from unnest(${rows.map(([key]) => key)}::text[], ${rows.map(([, l]) => l.room)}::text[], ${rows.map(([, l]) => l.ping)}::bool[], ${rows.map(([, l]) => l.due)}::bool[]) as w(key, room, ping, due)
    join room r on r.id = w.room
    order by w.key
    on conflict (key) do update set due_at = least(coalesce(lane.due_at, excluded.due_at), coalesce(excluded.due_at, lane.due_at))`.execute(
      tx,
    )
  await tx
    .insertInto('delivery')
    .values(
      deliveries.map(({ held, pulled, reply: _, ...row }) => ({
        ...row,
        lane: laneOf({ held, ...row }),
        state: pulled ? 'sent' : held ? 'held' : 'queued',
        reason: held ? 'card' : null,
        sent_at: pulled ? sql<Date>`now()` : null,
      })),
    )
    .execute()
}

function laneOf(delivery: DeliveryRow): string {
  if (delivery.thread_card_id) return `thread:${delivery.thread_card_id}`
  if (delivery.kind === 'ping' || delivery.kind === 'whisper') return `${delivery.kind}:${delivery.room_id}`
  return `room:${delivery.room_id}`
}

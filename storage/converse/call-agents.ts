/** Whom words in a team room call: agents, by the names they have on the platform of that room. */
import { sql } from 'kysely'
import type { Tx } from '../database.ts'
import type { DeliveryRow } from './row-types.ts'

/** Puts the names into the deliveries, in place. Those who are not known on a room's platform, or no longer work here, are not called there. */
export async function callAgents(tx: Tx, deliveries: DeliveryRow[]): Promise<void> {
  const calling = deliveries.filter((d) => d.mention !== undefined)
  if (calling.length === 0) return
  const { rows } = await sql<{ room_id: string; agent_id: string; external: string }>`
    select r.id as room_id, i.agent_id, i.external
    from room r join agent_identity i on i.channel = r.channel and i.account = r.account join agent a on a.id = i.agent_id and a.active
    where r.id = any(${[...new Set(calling.map((d) => d.room_id))]}::text[]) and i.agent_id = any(${[...new Set(calling.flatMap((d) => d.mention ?? []))]}::text[])
    order by i.external`.execute(tx)
  for (const [i, { mention, ...delivery }] of deliveries.entries()) {
    const called = rows.filter((row) => row.room_id === delivery.room_id && mention?.includes(row.agent_id)).map((row) => row.external)
    const body = called.length === 0 ? delivery.body : JSON.stringify({ ...(JSON.parse(delivery.body) as object), mention: called })
    deliveries[i] = { ...delivery, body }
  }
}

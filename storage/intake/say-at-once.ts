/**
 * Who presses Take on a card that another took a moment ago is told so where they pressed, at once. A look at what
 * stands there now, not a decision: that is made later, and does not tell it again (`told`).
 */
import { sql } from 'kysely'
import type { Role } from '../../bot/domain/roles.ts'
import { tooLate } from '../../bot/domain/take-refusal.ts'
import type { TicketState } from '../../bot/domain/ticket.ts'
import type { InstantAnswer } from '../../bot/ports/channel.ts'
import type { Tx } from '../database.ts'
import type { Arrival } from './arrival.ts'

export type Say = NonNullable<InstantAnswer['say']>

const isTake = ({ event: { instant, value } }: Arrival): boolean =>
  instant === true && value?.['action'] === 'take' && typeof value['ticket'] === 'string'

interface Stands {
  readonly id: string
  readonly state: TicketState
  readonly owner: string | null
  readonly ownerName: string | null
  readonly team: string
  readonly agent: string
  readonly role: Role
  readonly teams: readonly string[]
}

/** What to say at once, by event. */
export async function sayAtOnce(tx: Tx, arrivals: readonly Arrival[]): Promise<ReadonlyMap<string, Say>> {
  const presses = arrivals.filter(isTake)
  if (presses.length === 0) return NOTHING
  const each = (of: (arrival: Arrival) => string) => sql`${presses.map(of)}::text[]`
  const { rows } = await sql<Stands>`
    select w.id, t.state, t.owner_id::text as owner, o.name as "ownerName", t.team, a.id::text as agent, a.role, a.teams
    from unnest(${each((p) => p.id)}, ${each((p) => String(p.event.value?.['ticket']))}, ${each((p) => p.event.channel)},
      ${each((p) => p.event.account)}, ${each((p) => p.event.from.id)}) as w(id, ticket, channel, account, external)
    join ticket t on t.id = w.ticket
    join agent_identity i on i.channel = w.channel and i.account = w.account and i.external = w.external
    join agent a on a.id = i.agent_id and a.active
    left join agent o on o.id = t.owner_id`.execute(tx)
  return new Map(
    rows.flatMap(({ id, agent, role, teams, ownerName, ...ticket }) => {
      const code = tooLate(ticket, { id: agent, role, teams })
      return code ? [[id, { code, facts: { agent: ownerName ?? '' } }] as const] : []
    }),
  )
}

const NOTHING: ReadonlyMap<string, Say> = new Map()

/** Marks what has been said, so that the desk does not say it again. */
export function withSaid(arrival: Arrival, said: ReadonlyMap<string, Say>): Arrival {
  const say = said.get(arrival.id)
  return say ? { ...arrival, event: { ...arrival.event, value: { ...arrival.event.value, told: say.code } } } : arrival
}

/** All there is to tell of a ticket, for the few events that ask for it. */
import { sql } from 'kysely'
import type { Dossier } from '../../bot/domain/dossier.ts'
import type { Ticket } from '../../bot/domain/ticket.ts'
import type { View } from '../../bot/domain/view.ts'
import { readsFor, wishOf } from '../../bot/domain/wish.ts'
import type { LineWork } from '../../bot/ports/stores.ts'
import type { Tx } from '../database.ts'
import { readEvents } from '../reader/ticket-events.ts'
import { readWhy } from '../reader/ticket-why.ts'

const MOST_EVENTS = 40
const MOST_PAST = 200

export async function loadDossiers(tx: Tx, works: readonly LineWork[], views: readonly View[]): Promise<ReadonlyMap<LineWork, Dossier>> {
  const found = new Map<LineWork, Dossier>()
  for (const [i, work] of works.entries()) {
    const ticket = views[i]?.ticket
    if (work.item.is !== 'event' || !ticket || !readsFor(wishOf(work.view, work.item.event)).dossier) continue
    const page = await readEvents(tx, ticket.id, { limit: MOST_EVENTS, after: Math.max(0, ticket.seq - MOST_EVENTS) })
    found.set(work, {
      events: page.rows,
      agents: page.agents,
      numbers: page.numbers,
      why: await readWhy(tx, ticket),
      past: await pastOf(tx, ticket),
    })
  }
  return found
}

async function pastOf(tx: Tx, ticket: Ticket): Promise<readonly Ticket[]> {
  const { rows } = await sql<{ fold: string }>`
    select fold from ticket where customer_id = ${ticket.customer} and id <> ${ticket.id} order by id desc limit ${MOST_PAST}`.execute(tx)
  return rows.map((row) => JSON.parse(row.fold) as Ticket)
}

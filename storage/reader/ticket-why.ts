/** What a ticket rests on: its turns as they were read, and the config and model that decided. */
import { sql } from 'kysely'
import type { Claim, Understanding } from '../../bot/domain/claim.ts'
import type { DeskConfig, RoutingRule } from '../../bot/domain/desk-config.ts'
import type { Spent } from '../../bot/domain/dossier.ts'
import type { Ticket, TicketEvent } from '../../bot/domain/ticket.ts'
import type { WhyFacts, WhyTurn } from '../../bot/ports/reader.ts'
import { messagesOfTurns } from '../converse/load-messages.ts'
import type { Tx } from '../database.ts'

/** Turns of one ticket that are shown: a customer who goes on for weeks must not make the answer endless. */
const MOST_TURNS = 50
const NOTHING: Spent = { tokensIn: 0, tokensOut: 0, calls: 0, micros: 0 }

export async function readWhy(tx: Tx, ticket: Ticket): Promise<WhyFacts> {
  const opening = await tx
    .selectFrom('ticket_event')
    .select('body')
    .where('ticket_id', '=', ticket.id)
    .where('seq', '=', 1)
    .executeTakeFirst()
  const { config = ticket.configVersion, model = ticket.modelVersion } = (opening ? JSON.parse(opening.body) : {}) as Partial<TicketEvent>
  const turns = await readTurns(tx, ticket.id)
  return {
    turns,
    rule: await ruleOf(tx, config, ticket.rule),
    config,
    // What no model read was decided by rules alone, whichever model was in use.
    model: model || (turns.find((turn) => turn.reading)?.reading?.model ?? ''),
  }
}

async function readTurns(tx: Tx, ticket: string): Promise<readonly WhyTurn[]> {
  const { rows: turns } = await sql<{ id: string; at: number }>`
    select t.id, t.first_at as at from turn t
    where t.id in (select m.turn_id from ticket_message tm join message m on m.id = tm.message_id where tm.ticket_id = ${ticket} and m.turn_id is not null)
    order by t.id limit ${MOST_TURNS}`.execute(tx)
  if (turns.length === 0) return []
  const ids = turns.map((turn) => turn.id)
  const messages = await messagesOfTurns(tx, ids)
  const { rows: readings } = await sql<{ turn_id: string; model: string; claims: string; understanding: string }>`
    select distinct on (turn_id) turn_id, model, claims, understanding from reading where turn_id = any(${ids}::text[]) order by turn_id, at desc, last_message_id desc`.execute(
    tx,
  )
  const { rows: costs } = await sql<Spent & { turn: string }>`
    select turn_id as turn, sum(tokens_in)::float8 as "tokensIn", sum(tokens_out)::float8 as "tokensOut", sum(calls)::float8 as calls,
      case when bool_and(calls = 0 or cost_micros is not null) then coalesce(sum(cost_micros), 0)::float8 end as micros
    from reading where turn_id = any(${ids}::text[]) group by turn_id`.execute(tx)
  return turns.map((turn) => {
    const reading = readings.find((row) => row.turn_id === turn.id)
    const { tokensIn, tokensOut, calls, micros } = costs.find((row) => row.turn === turn.id) ?? NOTHING
    return {
      id: turn.id,
      at: turn.at,
      messages: (messages.get(turn.id) ?? []).map(({ id, text, at }) => ({ id, text, at })),
      reading: reading
        ? {
            model: reading.model,
            claims: JSON.parse(reading.claims) as readonly Claim[],
            understanding: JSON.parse(reading.understanding) as Understanding,
          }
        : null,
      spent: { tokensIn, tokensOut, calls, micros },
    }
  })
}

async function ruleOf(tx: Tx, version: number, name: string): Promise<RoutingRule | null> {
  const row = await tx.selectFrom('desk_config').select('body').where('version', '=', version).executeTakeFirst()
  const config = row ? (JSON.parse(row.body) as Partial<DeskConfig>) : null
  return config?.routing?.find((rule) => rule.name === name) ?? null
}

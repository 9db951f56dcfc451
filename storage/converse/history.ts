/**
 * A ticket's history: canonical events chained by hash, with personal words kept apart as facts.
 * An event's body never holds a personal word, only the fact's id and SHA-256(salt ‖ value).
 */
import canonicalize from 'canonicalize'
import { applyEvent } from '../../bot/domain/fold-ticket.ts'
import { searchTokens } from '../../bot/domain/search-tokens.ts'
import type { Personal, Ticket, TicketEvent } from '../../bot/domain/ticket.ts'
import { freshBytes } from '../../kit/fresh-bytes.ts'
import { sha256 } from '../hash.ts'

export interface FactRow {
  readonly id: string
  readonly ticket_id: string
  readonly customer_id: string
  readonly salt: Buffer
  readonly value: string
}

export interface EventRow {
  readonly ticket_id: string
  readonly seq: number
  readonly body: string
  readonly hash: Buffer
}

/** Hash of a history's start: of nothing. */
export const NO_HEAD = Buffer.alloc(32)

const freshSalt = freshBytes(16)

/** Grows histories in memory; what it collected is written by the commit. */
export class Histories {
  readonly events: EventRow[] = []
  readonly facts: FactRow[] = []
  /** Teams and agents that had or have the changed tickets. */
  readonly concerned = { teams: new Set<string>(), agents: new Set<string>() }
  readonly #tickets = new Map<string, { ticket: Ticket; head: Buffer }>()
  readonly #fresh = new Set<string>()

  know(ticket: Ticket, head: Buffer): void {
    if (!this.#tickets.has(ticket.id)) this.#tickets.set(ticket.id, { ticket, head })
  }

  get(id: string): Ticket | null {
    return this.#tickets.get(id)?.ticket ?? null
  }

  /** Appends one event to a ticket's history; opening makes the ticket. */
  append(event: Omit<TicketEvent, 'seq'>): Ticket {
    const known = this.#tickets.get(event.ticket)
    if (!known) this.#fresh.add(event.ticket)
    const full: TicketEvent = { ...event, seq: (known?.ticket.seq ?? 0) + 1 }
    const ticket = applyEvent(known?.ticket ?? null, full)
    const body = this.#body(full, ticket.customer)
    const hash = sha256(known?.head ?? NO_HEAD, body)
    this.events.push({ ticket_id: event.ticket, seq: full.seq, body, hash })
    this.#tickets.set(event.ticket, { ticket, head: hash })
    for (const { team, owner } of known ? [known.ticket, ticket] : [ticket]) {
      this.concerned.teams.add(team)
      if (owner) this.concerned.agents.add(owner)
    }
    return ticket
  }

  /** Every ticket that got an event, as it now stands. */
  changed(): readonly { ticket: Ticket; head: Buffer; fresh: boolean }[] {
    return [...new Set(this.events.map((e) => e.ticket_id))].flatMap((id) => {
      const known = this.#tickets.get(id)
      return known ? [{ ...known, fresh: this.#fresh.has(id) }] : []
    })
  }

  #body(event: TicketEvent, customer: string): string {
    const { ticket, ...rest } = event
    const hidden = hidePersonal(rest, (personal) => {
      const salt = freshSalt()
      const value = personal.value ?? ''
      this.facts.push({ id: personal.fact, ticket_id: ticket, customer_id: customer, salt, value })
      return sha256(salt, value).toString('hex')
    })
    const text = canonicalize(hidden)
    if (text === undefined) throw new Error('an event has no canonical form')
    return text
  }
}

/** Replaces each {fact, value} by {fact, hash}. A fact told twice in one event is hashed once. */
function hidePersonal(value: unknown, hash: (personal: Personal) => string, seen = new Map<string, string>()): unknown {
  if (Array.isArray(value)) return value.map((each) => hidePersonal(each, hash, seen))
  if (value === null || typeof value !== 'object') return value
  if (isPersonal(value)) {
    const known = seen.get(value.fact) ?? hash(value)
    seen.set(value.fact, known)
    return { fact: value.fact, hash: known }
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hidePersonal(each, hash, seen)]))
}

function isPersonal(value: object): value is Personal {
  const keys = Object.keys(value)
  return keys.length === 2 && 'fact' in value && 'value' in value
}

/** What the fact behind {fact, hash} says: its value, or null once erased. */
export type ReadFact = (fact: string, hash: string) => string | null

/** The event a stored body tells, with its facts put back in. */
export function readEventBody(ticket: string, body: string, read: ReadFact): TicketEvent {
  return { ticket, ...(showPersonal(JSON.parse(body), read) as Omit<TicketEvent, 'ticket'>) }
}

function showPersonal(value: unknown, read: ReadFact): unknown {
  if (Array.isArray(value)) return value.map((each) => showPersonal(each, read))
  if (value === null || typeof value !== 'object') return value
  if ('fact' in value && 'hash' in value && typeof value.fact === 'string' && typeof value.hash === 'string')
    return { fact: value.fact, value: read(value.fact, value.hash) }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, showPersonal(each, read)]))
}

/** Words a ticket is found by. */
export function searchWordsOf(ticket: Ticket): readonly string[] {
  const words = [ticket.title.value, ticket.summary.value, ...ticket.fields.map((f) => f.value.value), `t-${ticket.number}`]
  return [...searchTokens(words.filter((w) => w !== null).join(' ')), ...(ticket.tags ?? []).map(tagToken)]
}

/** The word a tag is found by: no word of people holds a colon. */
export const tagToken = (tag: string) => `tag:${tag}`

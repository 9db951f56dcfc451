/**
 * The fold: a ticket is its events, applied in order. The desk uses it to know what a decision makes of a
 * ticket; `verify` uses it to prove that the stored ticket is what its history says.
 */
import { PROMISE_KINDS, pausePromises, resumePromises, settlePromise } from './promise.ts'
import { type Id, isActive, type Personal, type Ticket, type TicketEvent, type TicketField } from './ticket.ts'
import { type TicketMove, transition } from './transitions.ts'

/** Applies one event. The event must be legal (see `transition`): the desk checks before it decides. */
export function applyEvent(ticket: Ticket | null, event: TicketEvent): Ticket {
  const { change } = event
  if (change.type === 'opened') return opened(event)
  if (!ticket) throw new Error(`ticket ${event.ticket}: first event is ${change.type}, not opened`)
  return {
    ...settled(changed(ticket, event)),
    seq: event.seq,
    configVersion: event.config,
    modelVersion: event.model || ticket.modelVersion,
  }
}

/** Applies events to a ticket, oldest first. */
export function foldTicket(ticket: Ticket | null, events: readonly TicketEvent[]): Ticket | null {
  return events.reduce<Ticket | null>((so, event) => applyEvent(so, event), ticket)
}

function opened(event: TicketEvent): Ticket {
  if (event.change.type !== 'opened') throw new Error('not an opening')
  const { type: _, ...rest } = event.change
  return {
    id: event.ticket,
    seq: event.seq,
    ...rest,
    state: 'new',
    owner: null,
    configVersion: event.config,
    modelVersion: event.model,
    openedAt: event.at,
    resolvedAt: null,
    closedAt: null,
    snoozedUntil: null,
    rating: null,
    reopens: 0,
    transfers: 0,
  }
}

function changed(ticket: Ticket, event: TicketEvent): Ticket {
  const { change, at } = event
  switch (change.type) {
    case 'opened':
      throw new Error('opened twice')
    case 'taken':
      return { ...moved(ticket, 'taken'), owner: change.owner }
    case 'released':
      return { ...awake(moved(ticket, 'released'), ticket, at), owner: null }
    case 'transferred':
      return { ...awake(moved(ticket, 'transferred'), ticket, at), owner: null, team: change.team, transfers: ticket.transfers + 1 }
    case 'replied': {
      const next = awake(moved(ticket, 'replied'), ticket, at)
      return change.waiting ? { ...next, state: 'waiting', promises: pausePromises(next.promises, at) } : next
    }
    case 'reply-held': {
      const { type: _, ...held } = change
      return { ...ticket, held: [...(ticket.held ?? []), held] }
    }
    case 'reply-released':
    case 'reply-withdrawn':
      return withoutHeld(ticket, change.message)
    case 'customer-wrote': {
      const waking = ticket.state === 'waiting' || ticket.state === 'snoozed'
      const next = waking ? awake({ ...ticket, state: 'open' }, ticket, at) : ticket
      return { ...next, mood: change.mood }
    }
    case 'field-set':
      return { ...ticket, fields: mergeFields(ticket.fields, change.fields) }
    case 'category-set':
      return { ...ticket, category: change.category, confidence: change.confidence }
    case 'priority-set':
      return { ...ticket, priority: change.priority, priorityWhy: change.why }
    case 'summary-set':
      return { ...ticket, title: change.title, summary: change.summary }
    case 'marked':
      return { ...ticket, marks: [...new Set([...(ticket.marks ?? []), ...change.marks])] }
    case 'asked':
    case 'levelled':
      return ticket
    case 'resolved':
      return {
        ...moved(ticket, 'resolved'),
        resolvedAt: at,
        snoozedUntil: null,
        promises: PROMISE_KINDS.reduce((promises, kind) => settlePromise(promises, kind, 'kept'), ticket.promises),
      }
    case 'reopened': {
      const next = moved(ticket, 'reopened')
      return {
        ...next,
        state: ticket.owner ? 'open' : 'new',
        promises: change.promises,
        resolvedAt: null,
        closedAt: null,
        reopens: ticket.reopens + 1,
        rating: null,
      }
    }
    case 'closed':
      return { ...moved(ticket, 'closed'), closedAt: at }
    case 'rejected':
      return { ...moved(ticket, 'rejected'), closedAt: at }
    case 'merged':
      return {
        ...moved(ticket, 'merged'),
        closedAt: at,
        linked: change.into,
        // What was promised is promised by the ticket it went into.
        promises: ticket.promises.filter((p) => p.state === 'kept' || p.state === 'broken'),
      }
    case 'absorbed':
      return { ...moved(ticket, 'absorbed'), absorbed: withOne(ticket.absorbed, change.from) }
    case 'linked':
      return { ...ticket, related: withOne(ticket.related, change.to) }
    case 'escalated':
      return { ...moved(ticket, 'escalated'), priority: change.priority, priorityWhy: { code: 'escalated' } }
    case 'tagged':
      return { ...ticket, tags: [...new Set([...(ticket.tags ?? []), ...change.add])].filter((tag) => !change.remove.includes(tag)) }
    case 'watched':
      return {
        ...ticket,
        watchers: change.on ? withOne(ticket.watchers, change.agent) : (ticket.watchers ?? []).filter((id) => id !== change.agent),
      }
    case 'follow-up-set':
      return { ...moved(ticket, 'follow-up-set'), followUp: { at: change.at, note: change.note, agent: change.agent } }
    case 'follow-up-due':
      return without(ticket, 'followUp')
    case 'nudge-set':
      return { ...moved(ticket, 'nudge-set'), nudge: { at: change.at, closeAfter: change.closeAfter, sent: false } }
    case 'nudged':
      return ticket.nudge
        ? { ...moved(ticket, 'nudged'), nudge: { ...ticket.nudge, at: at + ticket.nudge.closeAfter, sent: true } }
        : ticket
    case 'snoozed':
      return { ...moved(ticket, 'snoozed'), snoozedUntil: change.until, promises: pausePromises(ticket.promises, at) }
    case 'woken':
      return awake(moved(ticket, 'woken'), ticket, at)
    case 'rated':
      return { ...ticket, rating: change.rating }
    case 'promise-kept':
      return { ...ticket, promises: settlePromise(ticket.promises, change.kind, 'kept') }
    case 'promise-broken':
      return { ...ticket, promises: settlePromise(ticket.promises, change.kind, 'broken') }
    case 'erased':
      return erase(ticket, new Set(change.facts))
  }
}

/** What waits for nothing any more: the customer is not reminded of what moved on, nor an agent of what ended. */
function settled(ticket: Ticket): Ticket {
  const waiting = ticket.state === 'waiting' ? ticket : without(ticket, 'nudge')
  return isActive(ticket.state) ? waiting : without(waiting, 'followUp')
}

function without(ticket: Ticket, key: 'nudge' | 'followUp'): Ticket {
  if (!(key in ticket)) return ticket
  const { [key]: _, ...rest } = ticket
  return rest
}

function withOne(ids: readonly Id[] = [], id: Id): readonly Id[] {
  return ids.includes(id) ? ids : [...ids, id]
}

function moved(ticket: Ticket, move: TicketMove): Ticket {
  const step = transition(ticket.state, move)
  if ('refused' in step) throw new Error(`ticket ${ticket.id}: ${move} refused in ${ticket.state}: ${step.refused}`)
  return { ...ticket, state: step.to }
}

/** Leaves `waiting` and `snoozed` with the clocks running again; what stays there stays paused. */
function awake(next: Ticket, before: Ticket, at: number): Ticket {
  if ((before.state !== 'waiting' && before.state !== 'snoozed') || next.state === before.state) return next
  return { ...next, snoozedUntil: null, promises: resumePromises(next.promises, at) }
}

function withoutHeld({ held = [], ...ticket }: Ticket, message: string): Ticket {
  const left = held.filter((reply) => reply.message !== message)
  return left.length > 0 ? { ...ticket, held: left } : ticket
}

function mergeFields(old: readonly TicketField[], fresh: readonly TicketField[]): readonly TicketField[] {
  const names = new Set(fresh.map((f) => f.name))
  return [...old.filter((f) => !names.has(f.name)), ...fresh]
}

function erase(ticket: Ticket, facts: ReadonlySet<string>): Ticket {
  const blank = (p: Personal): Personal => (facts.has(p.fact) ? { fact: p.fact, value: null } : p)
  return {
    ...ticket,
    title: blank(ticket.title),
    summary: blank(ticket.summary),
    fields: ticket.fields.map((f) => ({ ...f, value: blank(f.value), words: f.words && blank(f.words) })),
    ...(ticket.held
      ? { held: ticket.held.map((h) => ({ ...h, why: h.why.map((reason) => ({ ...reason, said: reason.said && blank(reason.said) })) })) }
      : {}),
    ...(ticket.followUp ? { followUp: { ...ticket.followUp, note: ticket.followUp.note && blank(ticket.followUp.note) } } : {}),
  }
}

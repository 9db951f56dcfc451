import { may } from '../domain/roles.ts'
import { isActive, type Ticket, ticketNumber } from '../domain/ticket.ts'
import { transition } from '../domain/transitions.ts'
import type { Draft } from '../draft.ts'
import { endQuestions } from '../questions.ts'
import { by, type Command } from './command.ts'
import { otherTicket } from './other-ticket.ts'
import { handBackSpeaker } from './release.ts'

/**
 * `merge T-1`: the matter goes on in another ticket of the same customer, which gets its messages and the fields
 * it lacks. Two customers' tickets are never merged: one would read what is the other's; they can be linked.
 * Only an active ticket takes another in, so no circle can close. Merging again into the same changes nothing.
 */
export const merge: Command = {
  name: 'merge',
  run: (call) => {
    const { draft, ticket, actor } = call
    const named = otherTicket(call)
    if ('refused' in named) return named.refused
    const { other } = named
    if (ticket.state === 'merged' && ticket.linked === other.id) return null
    const step = transition(ticket.state, 'merged')
    if ('refused' in step) return { code: step.refused }
    if (!may(actor, 'merge', other)) return { code: 'NOT_ALLOWED', facts: { command: 'merge' } }
    if (other.customer !== ticket.customer) return { code: 'TICKET_OF_ANOTHER', facts: { number: ticketNumber(other.number) } }
    if (!isActive(other.state)) return { code: 'OTHER_TICKET_ENDED', facts: { number: ticketNumber(other.number) } }
    const merged = draft.change(ticket.id, { type: 'merged', into: other.id }, by(actor))
    endQuestions(draft, merged, ['choose', 'field', 'solved', 'rating'])
    const target = takeIn(draft, ticket, other, by(actor))
    draft.effects.push({ do: 'relink', from: ticket.id, to: other.id })
    handBackSpeaker(draft, ticket)
    const [from, into] = [ticketNumber(ticket.number), ticketNumber(other.number)]
    draft.say('notice', draft.words.work.customer.merged(from, into), { ticket: other.id })
    draft.thread(ticket.id, draft.teamWords(ticket).work.team.mergedInto(actor.name, into))
    draft.thread(other.id, draft.teamWords(target).work.team.absorbed(actor.name, from, ticket.title.value ?? ''))
    return null
  },
}

/** What the merged ticket knew and the other did not, and who watched it. */
function takeIn(draft: Draft, from: Ticket, into: Ticket, actor: ReturnType<typeof by>): Ticket {
  let target = draft.change(into.id, { type: 'absorbed', from: from.id }, actor)
  const fields = from.fields.flatMap((field) => {
    if (field.value.value === null || into.fields.some((known) => known.name === field.name)) return []
    const words = field.words?.value ?? null
    return [{ ...field, value: draft.personal(field.value.value), words: words === null ? null : draft.personal(words) }]
  })
  if (fields.length > 0) target = draft.change(into.id, { type: 'field-set', fields }, actor)
  for (const agent of from.watchers ?? [])
    if (!into.watchers?.includes(agent)) target = draft.change(into.id, { type: 'watched', agent, on: true }, actor)
  return target
}

/** Times agents set: until when a ticket rests, and when they want to be reminded of it. */
import { transition } from '../domain/transitions.ts'
import { parseWhen, type When, zonedClock } from '../domain/when.ts'
import { texts } from '../texts/index.ts'
import { by, type Command, type CommandCall, type CommandRefusal } from './command.ts'
import { tell } from './tell.ts'

const MINUTE = 60_000
const LONGEST_MINUTES = 60 * 24 * 90

/** `snooze <when>`: the ticket rests and its promises pause; it wakes by itself or when the customer writes. Programs may give `minutes`. */
export const snooze: Command = {
  name: 'snooze',
  run: (call) => {
    const { draft, ticket, actor } = call
    const when = whenOf(call)
    if ('code' in when) return when
    const step = transition(ticket.state, 'snoozed')
    if ('refused' in step) return { code: step.refused }
    draft.change(ticket.id, { type: 'snoozed', until: when.at }, by(actor))
    draft.thread(ticket.id, draft.teamWords(ticket).work.team.snoozed(actor.name, zonedClock(when.at, draft.view.config.config)))
    return null
  },
}

/** `follow-up <when> [what of]`: the agent is called into the thread at that time. A ticket has one such time; a new one takes its place. */
export const followUp: Command = {
  name: 'follow-up',
  run: (call) => {
    const { draft, ticket, actor, args } = call
    const when = whenOf(call)
    if ('code' in when) return when
    const step = transition(ticket.state, 'follow-up-set')
    if ('refused' in step) return { code: step.refused }
    const note = [when.rest, (args['note'] ?? '').trim()].filter(Boolean).join(' ')
    draft.change(ticket.id, { type: 'follow-up-set', at: when.at, note: note ? draft.personal(note) : null, agent: actor.id }, by(actor))
    tell(call, texts(actor.lang).work.team.reminderSet(zonedClock(when.at, draft.view.config.config)))
    return null
  },
}

function whenOf({ draft, args }: CommandCall): When | CommandRefusal {
  const { now, config } = draft.view
  const minutes = Number(args['minutes'])
  if (args['minutes'] !== undefined && Number.isFinite(minutes) && minutes > 0 && minutes <= LONGEST_MINUTES)
    return { at: now + minutes * MINUTE, rest: '' }
  const said = (args['when'] ?? args['minutes'] ?? '').trim()
  if (said === '') return { code: 'COMMAND_INCOMPLETE', facts: { needs: 'when' } }
  return parseWhen(said, now, config.config.timeZone ?? 'UTC') ?? { code: 'TIME_WRONG', facts: { time: said.slice(0, 40) } }
}

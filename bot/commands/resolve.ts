import { ticketNumber } from '../domain/ticket.ts'
import { transition } from '../domain/transitions.ts'
import { askForRating, endQuestions } from '../questions.ts'
import { by, type Command } from './command.ts'
import { handBackSpeaker } from './release.ts'
import { tellWatchers } from './tell.ts'

/** `resolve [what was done]`: tells the customer, asks for a rating, gives the conversation back to the desk. */
export const resolve: Command = {
  name: 'resolve',
  run: ({ draft, ticket, actor, args }) => {
    const step = transition(ticket.state, 'resolved')
    if ('refused' in step) return { code: step.refused }
    const note = (args['note'] ?? '').trim()
    const done = draft.change(ticket.id, { type: 'resolved', note: note ? draft.personal(note) : null }, by(actor))
    endQuestions(draft, done, ['field', 'choose', 'solved'])
    const { customer } = draft.words
    const number = ticketNumber(ticket.number)
    draft.say('result', note ? customer.resolvedNote(number, note) : customer.resolved(number), { ticket: ticket.id })
    askForRating(draft, done)
    const resolved = draft.teamWords(ticket).team.resolvedBy(actor.name)
    draft.thread(ticket.id, resolved)
    tellWatchers(draft, done, `${number}: ${resolved}`)
    handBackSpeaker(draft, ticket)
    return null
  },
}

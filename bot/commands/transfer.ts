import { transition } from '../domain/transitions.ts'
import { by, type Command } from './command.ts'
import { handBackSpeaker } from './release.ts'

/** `transfer <team>`: the ticket goes to another team's queue with all it has; its card appears in their room. */
export const transfer: Command = {
  name: 'transfer',
  run: ({ draft, ticket, actor, args }) => {
    const wanted = (args['team'] ?? '').trim().toLowerCase()
    if (!wanted) return { code: 'COMMAND_INCOMPLETE', facts: { needs: 'team' } }
    const team = draft.view.config.config.teams.find(
      (t) => t.key === wanted || Object.values(t.labels).some((label) => label.toLowerCase() === wanted),
    )
    if (!team) return { code: 'TEAM_NOT_FOUND', facts: { team: wanted.slice(0, 40) } }
    if (team.key === ticket.team) return { code: 'TICKET_UNCHANGED' }
    const step = transition(ticket.state, 'transferred')
    if ('refused' in step) return { code: step.refused }
    const why = (args['why'] ?? '').trim()
    const moved = draft.change(ticket.id, { type: 'transferred', team: team.key, why: why ? draft.personal(why) : null }, by(actor))
    if (ticket.owner) handBackSpeaker(draft, ticket)
    draft.showCard(moved)
    draft.thread(ticket.id, draft.teamWords(moved).team.transferred(actor.name, team.labels[team.lang], why))
    return null
  },
}

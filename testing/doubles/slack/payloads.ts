import { randomUUID } from 'node:crypto'
import type { Workspace } from './workspace.ts'

/** The envelope of an event, as the Events API has it. */
export function envelopeOf({ team, bot }: Workspace, event: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    token: 'verification-token',
    team_id: team,
    api_app_id: bot.app,
    type: 'event_callback',
    event_id: `Ev${randomUUID().replaceAll('-', '').toUpperCase()}`,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [{ team_id: team, user_id: bot.user, is_bot: true }],
    event,
  }
}

/** Commands over REST: the same commands as buttons and typed words, on the same path through intake. */
import { createRoute, z } from '@hono/zod-openapi'
import { COMMANDS } from '../../bot/domain/roles.ts'
import { type Api, body, createApi, json, problems, word, words } from '../../kit/http/openapi.ts'
import type { RestDeps } from './deps.ts'
import { runCommand } from './run-command.ts'
import * as schemas from './schemas.ts'
import { ticketDetailJson, ticketOf } from './ticket-json.ts'
import { ticketPath } from './ticket-routes.ts'

const run = createRoute({
  method: 'post',
  path: '/v1/tickets/{number}/commands',
  tags: ['tickets'],
  summary: 'Runs a command on a ticket, as an agent',
  description: `The command is an event like a pressed button: committed first, decided a moment later, and refused by the same rules of role, team and state. Commands: ${COMMANDS.join(', ')}. With an \`id\`, a repeat has the outcome of the first and does nothing more.`,
  request: {
    params: ticketPath,
    ...body(
      z.object({
        as: word().openapi({ description: 'Key or id of the agent who acts. The request and the agent are both kept with the event.' }),
        command: word(40).openapi({ example: 'take' }),
        args: z
          .record(word(40), z.union([words(20_000), z.number(), z.boolean()]))
          .default({})
          .openapi({ example: { text: 'Hello' } }),
        id: word().optional(),
      }),
    ),
  },
  responses: {
    200: json(schemas.ticketDetail, 'Done; the ticket as it is now'),
    202: json(z.object({ event: z.string() }), 'Committed, and not decided within five seconds'),
    ...problems(400, 403, 404, 409, 413, 422, 503),
  },
})

export function commandRoute(deps: RestDeps): Api {
  const { tickets, talk, ids, config } = deps
  const api = createApi()
  api.openapi(run, async (c) => {
    const { as, command, args, id = ids.next() } = c.req.valid('json')
    const { number } = c.req.valid('param')
    const { ticket } = await ticketOf(tickets, number)
    const asked = {
      as,
      command,
      args,
      ticket: ticket.id,
      id,
      request: c.get('requestId'),
      entry: c.get('entry') ?? '',
      self: c.get('agent'),
    }
    const { event, outcome } = await runCommand(deps, asked)
    if (!outcome) return c.json({ event }, 202)
    return c.json(await ticketDetailJson(await ticketOf(tickets, number), talk, config().config, c.get('lang')), 200)
  })
  return api
}

import { type Api, createApi } from '../../kit/http/openapi.ts'
import { agentGuard } from './agent-guard.ts'
import { agentRoutes } from './agent-routes.ts'
import { commandRoute } from './command-route.ts'
import { customerRoutes } from './customer-routes.ts'
import type { RestDeps } from './deps.ts'
import { formRoutes } from './form-routes.ts'
import { messageRoutes } from './message-routes.ts'
import { personRoutes } from './person-routes.ts'
import { playgroundRoutes } from './playground-routes.ts'
import { settingsRoutes } from './settings-routes.ts'
import { ticketRoutes } from './ticket-routes.ts'

/**
 * All of /v1, to be mounted with `router.route('/', createRest(…))`. Nothing under /v1 is served to somebody
 * who is not in, but the description of it.
 */
export function createRest(deps: RestDeps): Api {
  const rest = createApi()
  let document: string | null = null
  rest.get('/v1/openapi.json', (c) => {
    document ??= JSON.stringify(describe(rest))
    return c.body(document, 200, { 'content-type': 'application/json' })
  })
  rest.use('/v1/*', deps.access.staff)
  rest.use('/v1/*', agentGuard(deps))
  rest.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'The API token of the desk (API_TOKEN, or the file api-token in DATA_DIR).',
  })
  const parts = [
    ticketRoutes(deps),
    commandRoute(deps),
    formRoutes(deps),
    messageRoutes(deps),
    personRoutes(deps),
    settingsRoutes(deps),
    agentRoutes(deps),
    customerRoutes(deps),
    playgroundRoutes(deps),
    ...(deps.also ?? []),
  ]
  for (const part of parts) rest.route('/', part)
  return rest
}

function describe(rest: Api): object {
  return rest.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Relaydesk',
      version: '1',
      description:
        'A support desk between chat platforms and the people who help. Failures are problems (RFC 9457) with a stable `code`; lists take `limit` and `cursor`.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
  })
}

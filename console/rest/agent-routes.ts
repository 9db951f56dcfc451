/** Links by which agents sign in as themselves. Only for whoever has the API token: see agent-guard.ts. */
import { createRoute, z } from '@hono/zod-openapi'
import { DeskError } from '../../bot/errors.ts'
import { type Api, createApi, json, problems, time, word } from '../../kit/http/openapi.ts'
import type { RestDeps } from './deps.ts'

const link = createRoute({
  method: 'post',
  path: '/v1/agents/{agent}/link',
  tags: ['settings'],
  summary: 'Makes a link by which an agent signs in as themselves',
  description:
    'The path, to be put behind the address of the desk. It can be used until `until`; who signed in by it stays so for seven days. A new API token ends all links and sign-ins.',
  request: { params: z.object({ agent: word().openapi({ param: { name: 'agent', in: 'path' }, description: 'Key or id.' }) }) },
  responses: { 200: json(z.object({ path: z.string(), until: time }), 'The link'), ...problems(404) },
})

export function agentRoutes({ settings, access }: Pick<RestDeps, 'settings' | 'access'>): Api {
  const api = createApi()
  api.openapi(link, async (c) => {
    const asked = c.req.valid('param').agent
    const agent = await settings.agent(asked)
    if (!agent) throw new DeskError('AGENT_NOT_FOUND', { agent: asked.slice(0, 60) })
    const { path, until } = access.linkFor(agent.id)
    return c.json({ path, until: new Date(until).toISOString() }, 200)
  })
  return api
}

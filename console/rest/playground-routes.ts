/** The playground's routes. Everybody who is in may look; the rest exists only where a desk is tried out. */
import { createRoute, z } from '@hono/zod-openapi'
import { LANGS } from '../../bot/domain/lang.ts'
import { type Api, body, createApi, json, problems, words } from '../../kit/http/openapi.ts'
import type { RestDeps } from './deps.ts'
import * as schemas from './schemas.ts'

const tags = ['playground']

const show = createRoute({
  method: 'get',
  path: '/v1/playground',
  tags,
  summary: 'Shows the desk’s teams, people and rooms, and whether it may be played with',
  responses: { 200: json(schemas.playground, 'The desk'), ...problems() },
})

const seed = createRoute({
  method: 'post',
  path: '/v1/playground/seed',
  tags,
  summary: 'Lets sample customers write',
  responses: { 200: json(z.object({ customers: z.int() }), 'They write'), ...problems() },
})

const reset = createRoute({
  method: 'post',
  path: '/v1/playground/reset',
  tags,
  summary: 'Deletes every ticket, message and customer',
  responses: { 200: json(z.object({ reset: z.literal(true) }), 'Empty'), ...problems() },
})

const addCustomer = createRoute({
  method: 'post',
  path: '/v1/playground/customers',
  tags,
  summary: 'Adds a web customer',
  request: { ...body(z.object({ name: words(60).pipe(z.string().trim().min(1)), lang: z.enum(LANGS) })) },
  responses: { 200: json(schemas.webCustomer, 'The customer'), ...problems(400) },
})

export function playgroundRoutes({ settings, config, modelVersion, playground }: RestDeps): Api {
  const api = createApi()
  api.openapi(show, async (c) => {
    const { version, config: desk } = config()
    const agents = await settings.agents()
    // Where nobody plays them there are as many as visitors of the chat.
    const customers = playground ? await settings.webCustomers() : []
    const webRoom = (rooms: readonly { readonly channel: string; readonly room: string }[]) =>
      rooms.find((room) => room.channel === 'web')?.room ?? ''
    return c.json(
      {
        open: playground !== undefined && c.get('entry') === 'open',
        me: agents.find(({ id }) => id === c.get('agent'))?.key ?? null,
        name: { ...desk.name },
        config: version,
        model: modelVersion(),
        teams: desk.teams.map(({ key, labels, rooms }) => ({ key, labels: { ...labels }, room: webRoom(rooms) })),
        managerRoom: webRoom(desk.managerRooms),
        agents: agents.map(({ id, key, name, role, lang, teams }) => ({ id, key, name, role, lang, teams: [...teams] })),
        customers: customers.map(({ id, name, lang }) => ({ id, name: name ?? id, lang: lang ?? desk.lang })),
        seeded: customers.length > 0,
      },
      200,
    )
  })
  if (!playground) return api
  api.openapi(seed, async (c) => c.json({ customers: (await playground.seed()).customers }, 200))
  api.openapi(reset, async (c) => {
    await playground.reset()
    return c.json({ reset: true } as const, 200)
  })
  api.openapi(addCustomer, async (c) => c.json({ ...(await playground.addCustomer(c.req.valid('json'))) }, 200))
  return api
}

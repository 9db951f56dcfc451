/** Customers over REST, for the systems that know what they are to the shop. Only for whoever has the API token: see agent-guard.ts. */
import { createRoute, z } from '@hono/zod-openapi'
import { levelNamed, NO_LEVEL } from '../../bot/domain/level.ts'
import { DeskError } from '../../bot/errors.ts'
import { API_CUSTOMERS } from '../../bot/ports/say.ts'
import { type Api, body, createApi, json, problems, word } from '../../kit/http/openapi.ts'
import type { RestDeps } from './deps.ts'
import * as schemas from './schemas.ts'

const tags = ['customers']
const params = z.object({
  customer: word().openapi({ param: { name: 'customer', in: 'path' }, description: '`customer.id` of a ticket.' }),
})

const find = createRoute({
  method: 'get',
  path: '/v1/customers',
  tags,
  summary: 'Finds a customer by the id a platform has for them',
  description:
    'For the channel `api`, which is meant where none is named, that is the id your own system gave with `POST /v1/messages`. Nobody known by it: an empty list.',
  request: {
    query: z.object({ channel: word().default(API_CUSTOMERS.channel), account: word().default(API_CUSTOMERS.account), identity: word() }),
  },
  responses: { 200: json(schemas.customerList, 'The customer known by that id'), ...problems(400) },
})

const show = createRoute({
  method: 'get',
  path: '/v1/customers/{customer}',
  tags,
  summary: 'Shows one customer',
  request: { params },
  responses: { 200: json(schemas.knownCustomer, 'The customer'), ...problems(404) },
})

const change = createRoute({
  method: 'patch',
  path: '/v1/customers/{customer}',
  tags,
  summary: 'Sets what a customer is to the shop',
  description: '`level` is the key of one of the levels of desk.yaml, or null for none. It counts for the tickets to come.',
  request: { params, ...body(z.object({ level: z.string().max(60).nullable() })) },
  responses: { 200: json(schemas.knownCustomer, 'The customer as they are now'), ...problems(400, 404, 422) },
})

export function customerRoutes({ customers, config, bell }: Pick<RestDeps, 'customers' | 'config' | 'bell'>): Api {
  const api = createApi()
  const named = async (id: string) => {
    const customer = await customers.customer(id)
    if (!customer) throw new DeskError('CUSTOMER_NOT_FOUND', { customer: id.slice(0, 60) })
    return schemas.knownCustomer.parse(customer)
  }
  api.openapi(find, async (c) => {
    const { channel, account, identity } = c.req.valid('query')
    return c.json(schemas.customerList.parse({ customers: await customers.known({ channel, account, external: identity }) }), 200)
  })
  api.openapi(show, async (c) => c.json(await named(c.req.valid('param').customer), 200))
  api.openapi(change, async (c) => {
    const { customer } = c.req.valid('param')
    const { level: said } = c.req.valid('json')
    const level = levelNamed(said ?? NO_LEVEL, config().config)
    if (level === undefined) throw new DeskError('LEVEL_NOT_FOUND', { level: (said ?? '').slice(0, 60) })
    await customers.setLevel(customer, level?.key ?? null)
    bell.ring('redraw')
    return c.json(await named(customer), 200)
  })
  return api
}

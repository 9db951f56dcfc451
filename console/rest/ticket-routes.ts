/** Tickets over REST: found, shown, explained, and begun. */
import { createRoute, z } from '@hono/zod-openapi'
import { FIELD_INPUT } from '../../bot/commands/create.ts'
import { isLang } from '../../bot/domain/lang.ts'
import { PRIORITIES, TICKET_STATES, type TicketState } from '../../bot/domain/ticket.ts'
import { DeskError } from '../../bot/errors.ts'
import { TEXT_MAX } from '../../bot/ports/say.ts'
import { texts } from '../../bot/texts/index.ts'
import { wordEvent } from '../../bot/word-event.ts'
import { type Api, body, createApi, json, limit, param, problems, whole, word, words } from '../../kit/http/openapi.ts'
import { cleanText } from '../../kit/json.ts'
import type { RestDeps } from './deps.ts'
import { runCommand } from './run-command.ts'
import * as schemas from './schemas.ts'
import { iso, ticketDetailJson, ticketJson, ticketOf } from './ticket-json.ts'
import { whyJson } from './why-json.ts'

const tags = ['tickets']
export const ticketPath = z.object({
  number: z.string().openapi({ param: { name: 'number', in: 'path' }, example: 'T-1024', description: '`T-1024` or `1024`.' }),
})
export const idCursor = param(64)
  .refine((text) => text === undefined || /^[0-9a-f]{32}$/.test(text), 'is not a cursor of this list')
  .openapi({ description: '`next` of the page before.' })

const list = createRoute({
  method: 'get',
  path: '/v1/tickets',
  tags,
  summary: 'Lists tickets, newest first',
  request: {
    query: z.object({
      state: z
        .string()
        .max(200)
        .optional()
        .openapi({ description: `One or more of ${TICKET_STATES.join(', ')}, separated by commas.`, example: 'new,open' }),
      team: param(),
      owner: param().openapi({ description: 'Key or id of an agent.' }),
      tag: param(60).openapi({ description: 'Key of a tag.' }),
      q: words(200).optional().openapi({ description: 'Words that must all be in the title, summary or fields, or a ticket number.' }),
      limit,
      cursor: idCursor,
    }),
  },
  responses: { 200: json(schemas.ticketList, 'A page of tickets'), ...problems(400) },
})

const open = createRoute({
  method: 'post',
  path: '/v1/tickets',
  tags,
  summary: 'Opens a ticket on behalf of a customer',
  description:
    'With `as` an agent makes the ticket on purpose, as with the command `create` anywhere else: by the same rules of role and team, with the category, team, priority and fields given, at once. The customer is the client’s own `id`, or else whoever is known by `name` (a name, the desk’s own id, or the number of one of their tickets), or nobody known. The answer is the ticket. Without `as` the text is taken as a message of the customer on channel `api`, exactly as by `POST /v1/messages`: the desk reads it a moment later and decides everything itself, so the answer is the message and the conversation, not a number; `category` is then kept with the raw event and not decided on. A `title` becomes the first line of such a text. With an `id` a repeat is harmless.',
  request: {
    ...body(
      z.object({
        as: word().optional().openapi({ description: 'Key or id of the agent who makes the ticket.' }),
        customer: z
          .object({ ...schemas.customer.shape, id: word().optional() })
          .optional()
          .openapi({ description: 'Without `as` its `id` is needed.' }),
        text: z.string().min(1),
        id: word().optional(),
        title: words(200).optional(),
        category: word().optional(),
        conversation: word().optional(),
        team: word().optional(),
        priority: z.enum(PRIORITIES).optional(),
        fields: z
          .record(word(60), words(500))
          .optional()
          .openapi({ example: { order_no: '20260112345' } }),
      }),
    ),
  },
  responses: {
    200: json(schemas.ticketDetail, 'With `as`: made before; the ticket as it is now'),
    201: json(schemas.ticketDetail, 'With `as`: made'),
    202: json(z.union([schemas.taken, z.object({ event: z.string() })]), 'Committed; the ticket follows'),
    ...problems(400, 403, 404, 409, 413, 422, 503),
  },
})

const one = createRoute({
  method: 'get',
  path: '/v1/tickets/{number}',
  tags,
  summary: 'Shows a ticket',
  request: { params: ticketPath },
  responses: { 200: json(schemas.ticketDetail, 'The ticket'), ...problems(404) },
})

const events = createRoute({
  method: 'get',
  path: '/v1/tickets/{number}/events',
  tags,
  summary: 'Lists a ticket’s history, oldest first, worded in the language of Accept-Language',
  request: {
    params: ticketPath,
    query: z.object({
      limit,
      cursor: whole(1, 2_000_000_000, undefined).openapi({ description: '`next` of the page before.' }),
    }),
  },
  responses: { 200: json(schemas.eventList, 'A page of the history'), ...problems(400, 404) },
})

const explain = createRoute({
  method: 'get',
  path: '/v1/tickets/{number}/why',
  tags,
  summary: 'Explains a ticket: the words it rests on, what the model made of them, and the rule that chose the team',
  request: { params: ticketPath },
  responses: { 200: json(schemas.why, 'What the ticket rests on'), ...problems(404) },
})

export function ticketRoutes(deps: RestDeps): Api {
  const { tickets, talk, config, say, ids } = deps
  const api = createApi()
  api.openapi(list, async (c) => {
    const { state, team, owner, tag, q, limit, cursor } = c.req.valid('query')
    const filter = {
      ...(state ? { states: statesOf(state) } : {}),
      ...(team ? { team } : {}),
      ...(owner ? { owner } : {}),
      ...(tag ? { tag } : {}),
      ...(q ? { q } : {}),
    }
    const page = await tickets.list(filter, { limit, after: cursor ?? null })
    return c.json({ tickets: page.rows.map((row) => ticketJson(row, config().config)), next: page.next }, 200)
  })
  api.openapi(open, async (c) => {
    const asked = c.req.valid('json')
    // Who signed in as themselves needs not say who they are, and never speaks as a customer.
    const self = c.get('agent')
    const { as = self, customer, text, id = ids.next(), title, category, conversation } = asked
    if (as !== undefined) {
      const wish = { as, command: 'create', args: createArgs(asked), id, request: c.get('requestId'), entry: c.get('entry') ?? '', self }
      const { event, outcome } = await runCommand(deps, wish)
      if (!outcome) return c.json({ event }, 202)
      const made = await ticketOf(tickets, String(outcome.facts['number']))
      return c.json(await ticketDetailJson(made, talk, config().config, c.get('lang')), outcome.facts['made'] === 1 ? 201 : 200)
    }
    if (customer?.id === undefined) throw new DeskError('INPUT_INVALID', { where: 'customer.id', why: 'is needed without “as”' })
    if (title !== undefined && title.length + text.length >= TEXT_MAX) throw new DeskError('INPUT_TOO_LARGE', { max: TEXT_MAX })
    if (category !== undefined && !config().config.categories.some((known) => known.key === category))
      throw new DeskError('CATEGORY_NOT_FOUND', { category: category.slice(0, 60) })
    const answer = await say({
      customer: {
        id: customer.id,
        ...(customer.name ? { name: customer.name } : {}),
        ...(isLang(customer.lang) ? { lang: customer.lang } : {}),
      },
      id,
      text: title ? `${title}\n${text}` : text,
      ...(conversation ? { conversation } : {}),
      ...(category ? { wishes: { category } } : {}),
    })
    return c.json({ ...answer }, 202)
  })
  api.openapi(one, async (c) =>
    c.json(await ticketDetailJson(await ticketOf(tickets, c.req.valid('param').number), talk, config().config, c.get('lang')), 200),
  )
  api.openapi(events, async (c) => {
    const { ticket } = await ticketOf(tickets, c.req.valid('param').number)
    const { limit, cursor } = c.req.valid('query')
    const page = await tickets.events(ticket.id, { limit, after: cursor ?? null })
    const lang = c.get('lang')
    const names = { agents: page.agents, numbers: page.numbers, config: config().config }
    const rows = page.rows.map(({ event, name }) => ({
      seq: event.seq,
      at: iso(event.at),
      by: { kind: event.by.kind, name: name ?? texts(lang).events[event.by.kind] },
      type: event.change.type,
      text: wordEvent(event, names, lang),
    }))
    return c.json({ events: rows, next: page.next === null ? null : String(page.next) }, 200)
  })
  api.openapi(explain, async (c) => {
    const { ticket } = await ticketOf(tickets, c.req.valid('param').number)
    return c.json(whyJson(ticket, await tickets.why(ticket), config().config, c.get('lang')), 200)
  })
  return api
}

interface Asked {
  readonly customer?: { readonly id?: string | undefined; readonly name?: string | undefined } | undefined
  readonly text: string
  readonly title?: string | undefined
  readonly category?: string | undefined
  readonly team?: string | undefined
  readonly priority?: string | undefined
  readonly fields?: Readonly<Record<string, string>> | undefined
}

/** The arguments of the command `create`. A client's customer is met under its id; a name alone is looked for. */
function createArgs({ customer, text, title, category, team, priority, fields = {} }: Asked): Readonly<Record<string, string>> {
  const whose = customer?.id ? { identity: customer.id, name: customer.name } : { customer: customer?.name }
  const given = { text: cleanText(text).text, title, category, team, priority, ...whose }
  return {
    ...Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${FIELD_INPUT}${name}`, value])),
  }
}

function statesOf(given: string): readonly TicketState[] {
  const wanted = given
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
  const unknown = wanted.find((each) => !TICKET_STATES.includes(each as TicketState))
  if (unknown !== undefined)
    throw new DeskError('INPUT_INVALID', { where: 'state', why: `“${unknown.slice(0, 40)}” is none of ${TICKET_STATES.join(', ')}` })
  return wanted as TicketState[]
}

/** Tickets over REST: found, shown, explained, and begun. */
import { createRoute, z } from '@hono/zod-openapi'
import { isLang } from '../../bot/domain/lang.ts'
import { TICKET_STATES, type TicketState } from '../../bot/domain/ticket.ts'
import { DeskError } from '../../bot/errors.ts'
import { TEXT_MAX } from '../../bot/ports/say.ts'
import { texts } from '../../bot/texts/index.ts'
import { wordEvent } from '../../bot/word-event.ts'
import { type Api, body, createApi, json, limit, param, problems, whole, word, words } from '../../kit/http/openapi.ts'
import type { RestDeps } from './deps.ts'
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
    'The text is taken as a message of the customer on channel `api`, exactly as by `POST /v1/messages`. The desk reads it a moment later, decides the category, team and priority itself, and opens the ticket; so the answer is the message and the conversation, not a number. A `title` becomes the first line of the text. `category` is kept with the raw event and not decided on: correct a ticket with the command `category`. With an `id` a repeat is harmless.',
  request: {
    ...body(
      z.object({
        customer: schemas.customer,
        text: z.string().min(1),
        id: word().optional(),
        title: words(200).optional(),
        category: word().optional(),
        conversation: word().optional(),
      }),
    ),
  },
  responses: { 202: json(schemas.taken, 'Committed; the ticket follows'), ...problems(400, 404, 409, 413, 422) },
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

const form = createRoute({
  method: 'get',
  path: '/v1/tickets/{number}/forms/{action}',
  tags,
  summary: 'What an action of the ticket’s card asks for, as things stand now',
  description: 'What stands for the inputs of an action of a card that has `needs: asked`, in the language of Accept-Language.',
  request: { params: ticketPath.extend({ action: word(100) }) },
  responses: { 200: json(schemas.cardForm, 'The form'), ...problems(404, 422) },
})

export function ticketRoutes({ tickets, talk, forms, config, say, ids }: RestDeps): Api {
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
    const { customer, text, id = ids.next(), title, category, conversation } = c.req.valid('json')
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
  api.openapi(form, async (c) => {
    const { number, action } = c.req.valid('param')
    const { ticket } = await ticketOf(tickets, number)
    const found = await forms.form({ ticket: ticket.id, action }, c.get('lang'))
    if (!found) throw new DeskError('COMMAND_UNKNOWN', { command: action.slice(0, 40) })
    return c.json(
      { label: found.label, inputs: found.inputs.map((input) => ({ ...input, options: input.options?.map((o) => ({ ...o })) })) },
      200,
    )
  })
  return api
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

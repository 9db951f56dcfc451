/** “Needs a person” over REST: what the desk gave up on, in words, and the two ways out. */
import { createRoute, z } from '@hono/zod-openapi'
import type { Lang } from '../../bot/domain/lang.ts'
import { ticketNumber } from '../../bot/domain/ticket.ts'
import { DeskError, ERRORS, type ErrorCode } from '../../bot/errors.ts'
import type { PersonItem } from '../../bot/ports/reader.ts'
import { texts } from '../../bot/texts/index.ts'
import { type Api, body, createApi, json, limit, problems, word } from '../../kit/http/openapi.ts'
import type { RestDeps } from './deps.ts'
import * as schemas from './schemas.ts'
import { iso } from './ticket-json.ts'
import { idCursor } from './ticket-routes.ts'

const tags = ['person']

const list = createRoute({
  method: 'get',
  path: '/v1/person',
  tags,
  summary: 'Lists what the desk gave up on and a person must see, newest first',
  request: { query: z.object({ limit, cursor: idCursor }) },
  responses: { 200: json(schemas.personList, 'A page of items'), ...problems(400) },
})

const settle = createRoute({
  method: 'post',
  path: '/v1/person/{kind}/{id}',
  tags,
  summary: 'Tries an item again, or drops it',
  description: 'What could not be read (`unparsed`) can only be dropped.',
  request: { params: z.object({ kind: schemas.personKind, id: word() }), ...body(z.object({ do: z.enum(['retry', 'drop']) })) },
  responses: {
    200: json(z.object({ kind: schemas.personKind, id: z.string(), done: z.enum(['retry', 'drop']) }), 'Done'),
    ...problems(400, 404),
  },
})

export function personRoutes({ person, bell }: RestDeps): Api {
  const api = createApi()
  api.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const page = await person.list({ limit, after: cursor ?? null })
    return c.json({ items: page.rows.map((item) => itemJson(item, c.get('lang'))), next: page.next }, 200)
  })
  api.openapi(settle, async (c) => {
    const { kind, id } = c.req.valid('param')
    const { do: how } = c.req.valid('json')
    if (!(await person.settle(kind, id, how))) throw new DeskError('MESSAGE_NOT_FOUND', { kind })
    if (kind === 'delivery') {
      bell.ring('send')
      bell.ring('redraw')
    } else bell.ring('converse')
    return c.json({ kind, id, done: how }, 200)
  })
  return api
}

function itemJson(item: PersonItem, lang: Lang) {
  const { id, kind, at, state, ticket } = item
  return {
    id,
    kind,
    at: iso(at),
    what: whatText(item, lang),
    why: whyText(item, lang),
    ...(ticket === null ? {} : { ticket: ticketNumber(ticket) }),
    state,
  }
}

function whatText({ kind, channel, what, words }: PersonItem, lang: Lang): string {
  const { person } = texts(lang).console
  const label = {
    unparsed: () => person.unparsed(channel),
    delivery: () => person.delivery(person.kinds[what as keyof typeof person.kinds] ?? what, channel),
    turn: () => person.turn,
    event: () => person.event(what),
  }[kind]()
  return words.trim() === '' ? label : `${label}: ${words}`
}

function whyText({ kind, why }: PersonItem, lang: Lang): string {
  const { errors, console } = texts(lang)
  const given = console.personWhy
  const fallback = kind === 'turn' || kind === 'event' ? given.worn : given.unknown
  if (why === null || why === '') return fallback
  if (Object.hasOwn(given, why)) return given[why as keyof typeof given]
  // A DeskError's own words begin with its code.
  const code = /^[A-Z_]+/.exec(why)?.[0] ?? ''
  if (Object.hasOwn(ERRORS, code)) return `${fallback} ${errors[code as ErrorCode].title}.`
  return `${fallback} (${why})`
}

/** The form a ticket is made with, for clients that draw it themselves: the same one every channel shows. */
import { createRoute, z } from '@hono/zod-openapi'
import { createForm, formErrors } from '../../bot/instant.ts'
import { type Api, body, createApi, json, problems, word, words } from '../../kit/http/openapi.ts'
import type { RestDeps } from './deps.ts'
import * as schemas from './schemas.ts'

const draw = createRoute({
  method: 'post',
  path: '/v1/forms/create',
  tags: ['tickets'],
  summary: 'Draws the form of a new ticket, and says what is wrong in it',
  description:
    'Worded in the language of Accept-Language. `input` is what was filled in so far, by the names of the fields: another `category` asks for other fields. Nothing is kept; the ticket is made by `POST /v1/tickets`, where everything is checked again. The names of the template’s fields begin with `field.`.',
  request: { ...body(z.object({ input: z.record(word(80), words(20_000)).default({}) })) },
  responses: { 200: json(schemas.filledForm, 'The form'), ...problems(400) },
})

export function formRoutes({ config }: RestDeps): Api {
  const api = createApi()
  api.openapi(draw, (c) => {
    const { input } = c.req.valid('json')
    const desk = config().config
    const lang = c.get('lang')
    const { title, send, fields } = createForm(desk, lang, input)
    const drawn = fields.map((field) => ({ ...field, options: field.options.map((option) => ({ ...option })) }))
    return c.json({ title, send, fields: drawn, errors: { ...formErrors(desk, lang, input) } }, 200)
  })
  return api
}

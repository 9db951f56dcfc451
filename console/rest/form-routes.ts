/** The forms a client draws itself: what an action asks for, what the customer would read of it, and the form of a new ticket. */
import { createRoute, z } from '@hono/zod-openapi'
import { DeskError } from '../../bot/errors.ts'
import { createForm, formErrors } from '../../bot/instant.ts'
import { type Api, body, createApi, json, problems, word, words } from '../../kit/http/openapi.ts'
import type { RestDeps } from './deps.ts'
import { agentWho } from './run-command.ts'
import * as schemas from './schemas.ts'
import { ticketOf } from './ticket-json.ts'
import { ticketPath } from './ticket-routes.ts'

const path = ticketPath.extend({ action: word(100) })
const input = z.record(word(80), words(20_000)).default({})

const ask = createRoute({
  method: 'get',
  path: '/v1/tickets/{number}/forms/{action}',
  tags: ['tickets'],
  summary: 'What an action of the ticket’s card asks for, as things stand now',
  description: 'What stands for the inputs of an action of a card that has `needs: asked`, in the language of Accept-Language.',
  request: { params: path },
  responses: { 200: json(schemas.cardForm, 'The form'), ...problems(404, 422) },
})

const look = createRoute({
  method: 'post',
  path: '/v1/tickets/{number}/forms/{action}/preview',
  tags: ['tickets'],
  summary: 'What the customer would read if an agent sent the form now, and what the gate would say to it',
  description:
    'Nothing is sent and nothing is kept. `preview` is null where nothing would be said to the customer, or the action would be refused.',
  request: {
    params: path,
    ...body(
      z.object({
        as: word().openapi({ description: 'Key or id of the agent who would send it.' }),
        input,
        message: word(32).optional().openapi({ description: 'The reply on its way whose card the action is on.' }),
      }),
    ),
  },
  responses: { 200: json(z.object({ preview: schemas.replyPreview.nullable() }), 'What they would read'), ...problems(400, 403, 404) },
})

const draw = createRoute({
  method: 'post',
  path: '/v1/forms/create',
  tags: ['tickets'],
  summary: 'Draws the form of a new ticket, and says what is wrong in it',
  description:
    'Worded in the language of Accept-Language. `input` is what was filled in so far, by the names of the fields: another `category` asks for other fields. Nothing is kept; the ticket is made by `POST /v1/tickets`, where everything is checked again. The names of the template’s fields begin with `field.`.',
  request: { ...body(z.object({ input })) },
  responses: { 200: json(schemas.filledForm, 'The form'), ...problems(400) },
})

export function formRoutes(deps: RestDeps): Api {
  const { config, forms, tickets } = deps
  const api = createApi()
  api.openapi(ask, async (c) => {
    const { number, action } = c.req.valid('param')
    const { ticket } = await ticketOf(tickets, number)
    const found = await forms.form({ ticket: ticket.id, action }, c.get('lang'))
    if (!found) throw new DeskError('COMMAND_UNKNOWN', { command: action.slice(0, 40) })
    return c.json(
      { label: found.label, inputs: found.inputs.map((input) => ({ ...input, options: input.options?.map((o) => ({ ...o })) })) },
      200,
    )
  })
  api.openapi(look, async (c) => {
    const { number, action } = c.req.valid('param')
    const { as, input, message } = c.req.valid('json')
    const agent = await agentWho(deps, as, action, c.get('agent'))
    const { ticket } = await ticketOf(tickets, number)
    const press = { ticket: ticket.id, action, ...(message === undefined ? {} : { message }) }
    const preview = await forms.preview(press, input, agent.id, c.get('lang'))
    return c.json(
      { preview: preview && { ...preview, parts: [...preview.parts], chips: [...preview.chips], lines: [...preview.lines] } },
      200,
    )
  })
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

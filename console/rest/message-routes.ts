import { createRoute, z } from '@hono/zod-openapi'
import { DeskError } from '../../bot/errors.ts'
import type { MessageRow } from '../../bot/ports/reader.ts'
import { API_CUSTOMERS } from '../../bot/ports/say.ts'
import { type Api, createApi, json, limit, problems, word } from '../../kit/http/openapi.ts'
import type { RestDeps } from './deps.ts'
import * as schemas from './schemas.ts'
import { iso } from './ticket-json.ts'
import { idCursor } from './ticket-routes.ts'

const list = createRoute({
  method: 'get',
  path: '/v1/messages',
  tags: ['messages'],
  summary: 'Lists what was said in a conversation, oldest first',
  description:
    'To see what is new, ask with the id of the last message you have as `cursor`. What the team says among itself is never here.',
  request: {
    query: z.object({
      conversation: word().openapi({ description: 'As answered by `POST /v1/messages`, or the name it was given there.' }),
      limit,
      cursor: idCursor,
      unsent: z
        .enum(['true', 'false'])
        .optional()
        .openapi({ description: 'With `true`, replies that wait for approval, or were taken back, stand there, too: not for customers.' }),
    }),
  },
  responses: { 200: json(schemas.messageList, 'A page of messages'), ...problems(400, 404) },
})

export function messageRoutes({ talk }: Pick<RestDeps, 'talk'>): Api {
  const api = createApi()
  api.openapi(list, async (c) => {
    const { conversation, limit, cursor, unsent } = c.req.valid('query')
    const found = await talk.conversation(conversation, API_CUSTOMERS)
    if (!found) throw new DeskError('CONVERSATION_NOT_FOUND', { conversation: conversation.slice(0, 60) })
    const page = await talk.messages(found.id, { limit, after: cursor ?? null }, unsent === 'true')
    return c.json({ messages: page.rows.map(messageJson), next: page.next }, 200)
  })
  return api
}

function messageJson({ id, kind, text, at, author, state, files, options }: MessageRow) {
  return {
    id,
    kind,
    text,
    at: iso(at),
    author,
    ...(state === null ? {} : { state }),
    ...(files.length === 0
      ? {}
      : { files: files.map(({ name, mime, size, blob, state }) => (state ? { name, mime, size, state } : { name, mime, size, blob })) }),
    ...(options.length === 0 ? {} : { options: options.map(({ key, label }) => ({ key, label })) }),
  }
}

/** The routes of the channel `api` and of remote channels. Machines call them, so only the API token opens them. */
import { createRoute, z } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import type { ErrorCode } from '../../bot/errors.ts'
import type { Outcome } from '../../bot/ports/channel.ts'
import type { NewMessage, Say } from '../../bot/ports/say.ts'
import { type Api, body, createApi, json, problems, whole, word } from '../../kit/http/openapi.ts'
import type { RouterEnv } from '../../kit/http/router-env.ts'
import { newMessage, remoteEvent } from './decode.ts'
import { encodeDelivery } from './encode.ts'
import type { RemoteChannels } from './remote-channels.ts'

export interface ApiRoutesDeps {
  readonly say: Say
  readonly remote: RemoteChannels
  /** `access.token` of kit/http. */
  readonly token: MiddlewareHandler<RouterEnv>
}

/** Events of one batch: one transaction. */
const EVENTS_MAX = 64
const id = z.string()
const channelPath = z.object({
  name: word(40).openapi({
    param: { name: 'name', in: 'path' },
    example: 'my-chat',
    description: '2 to 31 small letters, digits or hyphens; not a built-in channel.',
  }),
})

const REFUSALS = [
  'CHANNEL_REJECTED',
  'CHANNEL_RATE_LIMITED',
  'CHANNEL_UNREACHABLE',
  'FILE_TYPE_REFUSED',
  'INPUT_TOO_LARGE',
  'CONVERSATION_NOT_FOUND',
] as const satisfies readonly ErrorCode[]

const post = createRoute({
  method: 'post',
  path: '/v1/messages',
  tags: ['messages'],
  summary: 'Takes a customer’s message in',
  description:
    'Answers once the message is committed; the desk reads it a moment later. What the desk and its agents say is listed by `GET /v1/messages`.',
  request: { ...body(newMessage) },
  responses: {
    202: json(
      z.object({
        message: id,
        conversation: id,
        cleaned: z.literal(true).optional().openapi({ description: 'Characters that cannot be stored were replaced.' }),
      }),
      'Committed',
    ),
    ...problems(400, 404, 409, 413, 503),
  },
})

const tags = ['remote channels']

const events = createRoute({
  method: 'post',
  path: '/v1/channels/{name}/events',
  tags,
  summary: 'Takes in what a remote channel heard',
  description: 'All events are committed, or none. The answers stand in the order of the events.',
  request: { params: channelPath, ...body(z.object({ events: z.array(remoteEvent).min(1).max(EVENTS_MAX) })) },
  responses: {
    200: json(
      z.object({
        answers: z.array(
          z.object({
            event: id,
            taken: z
              .enum(['new', 'again', 'conflict'])
              .openapi({ description: 'again: the key was known, with the same text; conflict: with another.' }),
            message: id.nullable(),
            conversation: id.nullable(),
            say: z.object({ code: z.string(), facts: z.record(z.string(), z.union([z.string(), z.number()])) }).optional(),
          }),
        ),
      }),
      'Committed',
    ),
    ...problems(400, 404, 413, 503),
  },
})

const deliveries = createRoute({
  method: 'get',
  path: '/v1/channels/{name}/deliveries',
  tags,
  summary: 'Lends a remote channel what it is to send',
  description:
    'Each delivery is lent for 15 seconds; tell its outcome in that time, or it is lent again under the same id. So show each id once, however often you get it. Kinds: text, ping, menu (`options`), media (`file`), card and redraw (`card` as data; `ref` of the card to draw anew), whisper (`to`: for this person’s eyes only).',
  request: {
    params: channelPath,
    query: z.object({
      wait: z.coerce.number().min(0).max(60).default(25).openapi({ description: 'Seconds to wait while there is nothing.' }),
      limit: whole(1, 50, 16).openapi({ description: 'Rooms at most; each gives up to 16 deliveries, in order.' }),
    }),
  },
  responses: {
    200: json(
      z.object({
        deliveries: z.array(
          z.looseObject({
            id,
            kind: z.string(),
            room: z.object({ channel: z.string(), account: z.string(), id, thread: z.string().nullable() }),
          }),
        ),
      }),
      'What is to be sent; may be empty',
    ),
    ...problems(400, 404),
  },
})

const outcome = z.union([
  z
    .object({
      sent: z.object({
        ref: word(500).optional().openapi({ description: 'The platform’s id of what was shown; threads and redraws of a card name it.' }),
      }),
    })
    .strict(),
  z.object({ refused: z.enum(REFUSALS) }).strict(),
  z
    .object({
      later: z
        .int()
        .min(0)
        .max(3_600_000)
        .openapi({ description: 'Milliseconds after which to try again; only when nothing was shown for certain.' }),
    })
    .strict(),
  z.object({ unknown: z.literal(true) }).strict(),
])

const settle = createRoute({
  method: 'post',
  path: '/v1/channels/{name}/deliveries/{id}/outcome',
  tags,
  summary: 'Tells what came of a delivery',
  request: { params: channelPath.extend({ id: word(64).openapi({ param: { name: 'id', in: 'path' } }) }), ...body(outcome) },
  responses: { 204: { description: 'Kept' }, ...problems(400, 404) },
})

export function createApiRoutes({ say, remote, token }: ApiRoutesDeps): Api {
  const api = createApi()
  api.on('POST', '/v1/messages', token)
  api.use('/v1/channels/*', token)
  api.openapi(post, async (c) => {
    const given = c.req.valid('json')
    const answer = await say(given as NewMessage)
    return c.json({ ...answer, ...(given.text.isWellFormed() && !given.text.includes('\0') ? {} : { cleaned: true as const }) }, 202)
  })
  api.openapi(events, async (c) => {
    const answers = await remote.take(c.req.valid('param').name, c.req.valid('json').events)
    return c.json(
      {
        answers: answers.map(({ say: hint, ...rest }) => ({
          ...rest,
          ...(hint ? { say: { code: hint.code, facts: { ...hint.facts } } } : {}),
        })),
      },
      200,
    )
  })
  api.openapi(deliveries, async (c) => {
    const { wait, limit } = c.req.valid('query')
    const lent = await remote.deliveries(c.req.valid('param').name, { waitMs: wait * 1000, limit, signal: c.req.raw.signal })
    return c.json(
      {
        deliveries: lent.map(
          (out) =>
            encodeDelivery(out) as {
              id: string
              kind: string
              room: { channel: string; account: string; id: string; thread: string | null }
            },
        ),
      },
      200,
    )
  })
  api.openapi(settle, async (c) => {
    const { name, id } = c.req.valid('param')
    const told = c.req.valid('json')
    const known: Outcome = 'sent' in told ? { sent: { ref: told.sent.ref ?? id } } : told
    await remote.settle(name, id, known)
    return c.body(null, 204)
  })
  return api
}

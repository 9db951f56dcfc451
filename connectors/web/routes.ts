/** What browsers ask of our rooms, under /web. A message or a click is answered after it is committed. */
import { Hono } from 'hono'
import { DeskError, ERRORS, type ErrorCode } from '../../bot/errors.ts'
import type { InboundEvent, InstantAnswer } from '../../bot/ports/channel.ts'
import type { RouterContext, RouterEnv } from '../../kit/http/router-env.ts'
import { isSameOrigin } from '../../kit/http/same-origin.ts'
import type { NewPost } from '../../kit/ports/board.ts'
import { createButtons } from './card-buttons.ts'
import {
  eventOfAction,
  eventOfMessage,
  postOfMessage,
  readAction,
  readMessage,
  readPostsWanted,
  readRoom,
  readStreamWanted,
  readTyping,
} from './decode.ts'
import { mountFiles, storedFiles } from './file-routes.ts'
import { openPress } from './press-token.ts'
import { readPosts } from './read-posts.ts'
import { type Place, welcomeVisitor } from './rooms-access.ts'
import { type Streams, tellTyping } from './stream.ts'
import type { WebChannelOptions } from './web-options.ts'

export interface WebParts extends WebChannelOptions {
  readonly now: () => number
  readonly streams: Streams
  /** Puts a post on the board. Rejects with UNAVAILABLE when it was not committed. */
  show(post: NewPost): Promise<void>
  /** Rejects with UNAVAILABLE when the event was not committed. */
  take(event: InboundEvent): Promise<InstantAnswer>
}

const TYPING_MS = 1000
const MOST_TYPISTS = 10_000

export function webRoutes(parts: WebParts): Hono<RouterEnv> {
  const { board, bell, blobs, tokens, mayUse, publicUrl, word, name, outcomeOf, now, streams, show, take } = parts
  const web = new Hono<RouterEnv>()
  const withButtons = createButtons(board)
  const refuseStrangers = async (c: RouterContext, place: Place) => {
    if (!(await mayUse(c, place))) throw new DeskError('NOT_ALLOWED')
  }

  web.use(async (c, next) => {
    if (!isSameOrigin(c.req.raw, publicUrl)) throw new DeskError('NOT_ALLOWED', { why: 'cross-origin' })
    await next()
  })

  web.post('/session', (c) =>
    c.json({ ...welcomeVisitor(c, tokens, publicUrl?.startsWith('https:') ?? false, now()), name: name?.() ?? {} }),
  )

  web.get('/rooms/:room/posts', async (c) => {
    const room = readRoom(c.req.param('room'))
    const { as, after, limit, thread = null } = readPostsWanted(c.req.query())
    await refuseStrangers(c, { room, as })
    return c.json(await readPosts(board, withButtons, { room, as, after, limit, thread }))
  })

  web.post('/rooms/:room/messages', async (c) => {
    const room = readRoom(c.req.param('room'))
    const said = readMessage(await c.req.json())
    await refuseStrangers(c, { room, as: said.as })
    const files = await storedFiles(blobs, said.files)
    const post = postOfMessage(room, said, files)
    await show(post)
    const { event, message, taken } = await take(eventOfMessage(room, said, files, now()))
    if (taken === 'conflict') throw new DeskError('INPUT_CONFLICT', { id: said.id })
    return c.json({ message, event, post: post.id }, 202)
  })

  web.post('/actions', async (c) => {
    const pressed = readAction(await c.req.json())
    const press = openPress(tokens, pressed.token)
    if (press === null) throw new DeskError('TOKEN_INVALID')
    await refuseStrangers(c, { room: press.room, as: pressed.as })
    const began: InstantAnswer[] = []
    const begin = async () => {
      const answer = await take(eventOfAction(pressed, press, now()))
      began.push(answer)
      return answer.event
    }
    // A form stays open until its answer is taken, so whoever sends it waits to hear what came of it.
    const outcome = pressed.wait && outcomeOf ? await outcomeOf(begin) : await begin().then(() => null)
    if (outcome && Object.hasOwn(ERRORS, outcome.code)) throw new DeskError(outcome.code as ErrorCode, outcome.facts)
    const { event = null, say } = began[0] ?? {}
    return c.json({ event, ...(say ? { say: word(say, c.get('lang')) } : {}) }, 202)
  })

  const typed = new Map<string, number>()
  web.post('/typing', async (c) => {
    const { room, as } = readTyping(await c.req.json())
    await refuseStrangers(c, { room, as, typing: true })
    if (now() - (typed.get(as) ?? 0) >= TYPING_MS) {
      typed.delete(as)
      typed.set(as, now())
      const [oldest] = typed.keys()
      if (typed.size > MOST_TYPISTS && oldest !== undefined) typed.delete(oldest)
      tellTyping(bell, room, as)
    }
    return c.json({}, 202)
  })

  web.get('/stream', async (c) => {
    const { rooms, as } = readStreamWanted(c.req.query())
    for (const room of rooms) await refuseStrangers(c, { room, as })
    // Of a HEAD the body is thrown away unread: nobody would ever end the stream.
    if (c.req.method === 'HEAD') return c.body(null)
    return c.body(streams.open(rooms, as), 200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // Proxies that collect answers would hold events back.
      'x-accel-buffering': 'no',
    })
  })

  mountFiles(web, parts)
  return web
}

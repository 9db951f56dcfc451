/** What a browser sends: checked once here, and turned into posts and events. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { StoredFile } from '../../bot/domain/conversation.ts'
import { LANGS } from '../../bot/domain/lang.ts'
import { DeskError } from '../../bot/errors.ts'
import type { InboundEvent } from '../../bot/ports/channel.ts'
import { cleanText } from '../../kit/json.ts'
import type { NewPost } from '../../kit/ports/board.ts'
import type { Press } from './press-token.ts'

/** The one account of this channel: every room of the desk. */
export const ACCOUNT = 'desk'
export const TEXT_MAX = 8000
export const FILES_MAX = 10
const INPUTS_MAX = 20

/** Rooms are listed with commas. People and their clients' ids hold no colon, so that no two keys can be alike. */
const room = z.string().regex(/^[^\p{C}\s,]{1,128}$/u, 'not a room')
const person = z.string().regex(/^[^\p{C}\s,:]{1,128}$/u, 'not a person')
const clientId = z.string().regex(/^[\w-]{1,128}$/, 'not an id')
const text = z.string().transform((said) => cleanText(said).text)
const file = z.object({ name: z.string().max(1000), blob: z.string().regex(/^[0-9a-f]{64}$/, 'not a blob') })
const count = (max: number) => z.coerce.number().int().min(0).max(max)

const messageShape = z.object({
  id: clientId,
  as: person,
  text,
  files: z.array(file).max(FILES_MAX).default([]),
  thread: room.optional(),
  choice: text.optional(),
  reply: z.boolean().optional(),
  name: text.pipe(z.string().trim().min(1).max(60)).optional(),
  lang: z.enum(LANGS).optional(),
})
const actionShape = z.object({
  id: clientId,
  as: person,
  token: z.string(),
  input: z
    .record(z.string().max(100), text)
    .refine((input) => Object.keys(input).length <= INPUTS_MAX, 'too many inputs')
    .optional(),
  /** Answered when it was decided, and refused where that was refused, instead of as soon as it is taken in. */
  wait: z.boolean().default(false),
})
const typingShape = z.object({ room, as: person })
const postsShape = z.object({
  as: person,
  after: count(Number.MAX_SAFE_INTEGER).optional(),
  limit: count(200)
    .refine((limit) => limit > 0, 'no posts')
    .default(200),
  thread: room.optional(),
})
const streamShape = z.object({
  as: person,
  rooms: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(room).min(1).max(50)),
})

export type Said = z.infer<typeof messageShape>
export type Pressed = z.infer<typeof actionShape>

/** What is wrong becomes INPUT_INVALID with where and why; a text too long INPUT_TOO_LARGE. */
export function readMessage(body: unknown): Said {
  const said = read(messageShape, body)
  limitText(said.text)
  limitText(said.choice ?? '')
  if (said.text.trim() === '' && said.files.length === 0 && said.choice === undefined) throw invalid('text', 'nothing is said')
  return said
}

export function readAction(body: unknown): Pressed {
  const pressed = read(actionShape, body)
  for (const input of Object.values(pressed.input ?? {})) limitText(input)
  return pressed
}

export const readRoom = (param: unknown): string => read(room, param)
export const readTyping = (body: unknown) => read(typingShape, body)
export const readPostsWanted = (query: unknown) => read(postsShape, query)
export const readStreamWanted = (query: unknown) => read(streamShape, query)

function read<Shape extends z.ZodType>(shape: Shape, value: unknown): z.infer<Shape> {
  const found = shape.safeParse(value)
  if (found.success) return found.data
  const [issue] = found.error.issues
  throw invalid(issue?.path.join('.') ?? '', issue?.message ?? '')
}

export function invalid(where: string, why: string): DeskError {
  return new DeskError('INPUT_INVALID', { where, why })
}

function limitText(said: string): void {
  if (said.length > TEXT_MAX) throw new DeskError('INPUT_TOO_LARGE', { max: TEXT_MAX })
}

/** Made of who said it where, so that nobody can take the place of another's post. */
function postId(where: string, { as, id }: Said): string {
  return createHash('sha256')
    .update(JSON.stringify([where, as, id]))
    .digest('hex')
    .slice(0, 32)
}

/** `files` are those of the message, as they really are. */
export function postOfMessage(where: string, said: Said, files: readonly StoredFile[]): NewPost {
  // With its writer's own id a page knows its message again, even before we have answered.
  const body = { client: said.id, text: said.text, ...(files.length > 0 ? { files } : {}), ...valuesOf(said) }
  return { id: postId(where, said), room: where, thread: said.thread ?? null, kind: 'text', author: said.as, to: null, body }
}

export function eventOfMessage(where: string, said: Said, files: readonly StoredFile[], at: number): InboundEvent {
  const value = valuesOf(said)
  return {
    channel: 'web',
    account: ACCOUNT,
    key: `${said.as}:${said.id}`,
    at,
    room: { id: where, ...(said.thread === undefined ? {} : { thread: said.thread }) },
    from: { id: said.as, ...(said.name === undefined ? {} : { name: said.name }), ...(said.lang === undefined ? {} : { lang: said.lang }) },
    what: 'message',
    text: said.text,
    files: files.map(({ blob, ...facts }) => ({ ref: blob, stored: true, ...facts })),
    mentions: [],
    ...(Object.keys(value).length > 0 ? { value } : {}),
    raw: { route: 'messages', id: said.id, post: postId(where, said) },
  }
}

function valuesOf({ choice, reply }: Said): Readonly<Record<string, unknown>> {
  return { ...(choice === undefined ? {} : { choice }), ...(reply ? { reply: true } : {}) }
}

export function eventOfAction({ id, as, input, wait }: Pressed, { room: where, ...action }: Press, at: number): InboundEvent {
  return {
    channel: 'web',
    account: ACCOUNT,
    key: `act:${as}:${id}`,
    at,
    room: { id: where },
    from: { id: as },
    what: 'action',
    files: [],
    mentions: [],
    value: { ...action, ...(input === undefined ? {} : { input }), ...(wait ? { waits: true } : {}) },
    raw: { route: 'actions', id },
  }
}

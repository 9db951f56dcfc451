/** What clients and remote channels send, made into events of the desk: checked, cleaned, and cut to what can be stored. */
import { z } from '@hono/zod-openapi'
import { LANGS } from '../../bot/domain/lang.ts'
import { DeskError } from '../../bot/errors.ts'
import type { FileRef, InboundEvent } from '../../bot/ports/channel.ts'
import { API_CUSTOMERS, type NewMessage, TEXT_MAX } from '../../bot/ports/say.ts'
import { time, word, words } from '../../kit/http/openapi.ts'
import { cleanText } from '../../kit/json.ts'

const FILES_MAX = 10
const lang = z.enum(LANGS).optional().openapi({ description: 'Language of the person, where the platform tells it.' })
const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'is not the SHA-256 of a stored file')
  .openapi({ description: 'SHA-256 of the stored bytes.' })
const mime = word(100).regex(/^[\w.+-]+\/[\w.+-]+(?:;.*)?$/, 'is not a kind of file')
const name = words(200).pipe(z.string().min(1))
const size = z.int().min(0)

export const newMessage = z
  .object({
    customer: z.object({ id: word(), name: words(100).optional(), lang }),
    conversation: word()
      .optional()
      .openapi({ description: 'A conversation answered before, or a name of your own for one; absent: the customer’s own.' }),
    id: word().openapi({ description: 'Your id of the message. The same id and text again is answered like the first time.' }),
    // Its length is looked at by the desk, so that too long is INPUT_TOO_LARGE.
    text: z.string().openapi({ maxLength: TEXT_MAX }),
    attachments: z
      .array(z.object({ name, mime, size, blob: sha256 }))
      .max(FILES_MAX)
      .optional(),
  })
  .openapi('NewMessage')

/** The first length kept apart: ("a", "b:c") and ("a:b", "c") are two messages. */
export function messageKey(customer: string, id: string): string {
  return `msg:${customer.length}:${customer}:${id}`
}

/** `room` is the room's name in the channel; `files` have been looked up. */
export function decodeMessage(message: NewMessage, room: string, files: readonly FileRef[], at: number): InboundEvent {
  const { customer } = message
  const { text, changed } = storable(message.text)
  if (text.trim() === '' && files.length === 0) throw new DeskError('INPUT_INVALID', { where: 'text', why: 'says nothing' })
  return {
    ...API_CUSTOMERS,
    key: messageKey(customer.id, message.id),
    at,
    room: { id: room },
    from: {
      id: customer.id,
      ...(customer.name ? { name: cleanText(customer.name).text } : {}),
      ...(customer.lang ? { lang: customer.lang } : {}),
    },
    what: 'message',
    text,
    files,
    mentions: [],
    raw: { id: message.id, ...(changed ? { cleaned: true } : {}), ...(message.wishes ? { wishes: message.wishes } : {}) },
  }
}

function storable(text: string): { readonly text: string; readonly changed: boolean } {
  if (text.length > TEXT_MAX) throw new DeskError('INPUT_TOO_LARGE', { max: TEXT_MAX })
  return cleanText(text)
}

const WHATS = ['message', 'edit', 'recall', 'reaction', 'action', 'form', 'command', 'enter', 'send-failed', 'unparsed'] as const

export const remoteEvent = z
  .object({
    account: word().default('main').openapi({ description: 'Which account of the platform.' }),
    key: word(500).openapi({ description: 'The platform’s own id of the event; the first event with a key wins for good.' }),
    at: z
      .union([time, z.int().min(0).max(8_000_000_000_000)])
      .optional()
      .openapi({ description: 'Time on the platform, ISO or milliseconds since 1970; now when absent.' }),
    order: word(100).optional().openapi({ description: 'Order among events of the same time.' }),
    room: z.object({ id: word(), thread: word().optional() }),
    from: z.object({ id: word(), name: words(100).optional(), lang }),
    what: z.enum(WHATS).default('message'),
    text: z.string().optional().openapi({ maxLength: TEXT_MAX }),
    files: z
      .array(z.object({ ref: sha256, name, mime, size }))
      .max(FILES_MAX)
      .default([]),
    mentions: z.array(word()).max(100).default([]),
    value: z
      .record(z.string(), z.unknown())
      .optional()
      .openapi({ description: 'action: {action, ticket, version, input}; a click on a menu: {choice}; edit and recall: {message: key}.' }),
  })
  .openapi('RemoteEvent')
export type RemoteEvent = z.output<typeof remoteEvent>

export function decodeRemoteEvent(channel: string, given: RemoteEvent, now: number): InboundEvent {
  const text = given.text === undefined ? null : storable(given.text)
  const { account, key, room, from } = given
  return {
    channel,
    account,
    key,
    at: typeof given.at === 'string' ? Date.parse(given.at) : (given.at ?? now),
    ...(given.order === undefined ? {} : { order: given.order }),
    room: { id: room.id, ...(room.thread === undefined ? {} : { thread: room.thread }) },
    from: { id: from.id, ...(from.name ? { name: from.name } : {}), ...(from.lang ? { lang: from.lang } : {}) },
    what: given.what,
    ...(text === null ? {} : { text: text.text }),
    files: given.files.map((file) => ({ ...file, stored: true as const })),
    mentions: given.mentions,
    ...(given.value === undefined ? {} : { value: cleanValue(given.value) as Record<string, unknown> }),
    raw: given,
  }
}

/** Parsed JSON, at most 64 deep (kit/json): every text in it can be stored afterwards. */
function cleanValue(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value).text
  if (Array.isArray(value)) return value.map(cleanValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [cleanText(key).text, cleanValue(each)]))
}

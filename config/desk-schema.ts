/** The shape of desk.yaml, one value at a time; what values say about each other is in check-references.ts. */
import { z } from 'zod'
import type { DeskConfig } from '../bot/domain/desk-config.ts'
import { FIELD_KINDS } from '../bot/domain/desk-config.ts'
import { LANGS } from '../bot/domain/lang.ts'
import { MOODS, PRIORITIES } from '../bot/domain/ticket.ts'

/** Longest label: Slack refuses an option of more than 75 characters. */
const LABEL_MOST = 75
const LIST_MOST = 500
/** A year of minutes. */
const MINUTES_MOST = 525_600

/** How the wording of errors tells one refinement from another. */
export type TextFault = 'empty' | 'control'

function refuse(fault: TextFault) {
  return { params: { fault } }
}

/** Words a person reads: not blank, and nothing that a database or a terminal would choke on. */
function wordsUpTo(most: number) {
  return z
    .string()
    .refine((text) => text.trim() !== '', refuse('empty'))
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), refuse('control'))
    .max(most)
}

const words = wordsUpTo(LABEL_MOST)

const labels = z.strictObject({ 'zh-CN': words, 'zh-TW': words, en: words })

function key(pattern: RegExp, hint: string) {
  return z.string().regex(pattern, { error: hint }).max(60)
}

const FIELD_HINT = 'small letters, digits and _, beginning with a letter, such as order_no'
const DASH_HINT = 'small letters, digits and -, beginning with a letter, such as after-sales'
const fieldKey = key(/^[a-z][a-z0-9_]*$/, FIELD_HINT)
const dashKey = key(/^[a-z][a-z0-9-]*$/, DASH_HINT)
const categoryKey = key(
  /^(?!none\/)[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/,
  'group/name in small letters, such as after-sales/quality (the group “none” is taken)',
)
const categoryPattern = key(
  /^[a-z][a-z0-9-]*\/(\*|[a-z][a-z0-9-]*)$/,
  'a category such as after-sales/quality, or a whole group as after-sales/*',
)
/** Ids of rooms and people as platforms write them. */
const external = wordsUpTo(200)

function list<T extends z.ZodType>(item: T) {
  return z.array(item).max(LIST_MOST)
}

function someOf<T extends z.ZodType>(item: T) {
  return list(item).min(1)
}

const field = z.strictObject({
  key: fieldKey,
  kind: z.enum(FIELD_KINDS),
  labels,
  choices: someOf(z.strictObject({ key: fieldKey, labels, words: list(words).default([]) })).exactOptional(),
})

const category = z.strictObject({
  key: categoryKey,
  labels,
  required: list(fieldKey).default([]),
  optional: list(fieldKey).default([]),
  priority: z.enum(PRIORITIES),
  complaint: z.boolean().default(false),
})

const room = z.strictObject({ channel: dashKey, account: external, room: external })

const team = z.strictObject({
  key: dashKey,
  labels,
  lang: z.enum(LANGS),
  rooms: someOf(room),
  firstResponderOwns: z.boolean().exactOptional(),
  replies: z.enum(['on-purpose', 'direct']).exactOptional(),
})

const agent = z.strictObject({
  key: dashKey,
  name: words,
  role: z.enum(['agent', 'lead', 'manager', 'admin']),
  lang: z.enum(LANGS),
  teams: list(dashKey).default([]),
  identities: list(z.strictObject({ channel: dashKey, account: external, id: external })).default([]),
})

/** Whole milliseconds; nobody waits for a card's side line longer than this. */
const LOOKUP_MS = { fallback: 1_500, most: 10_000 } as const

const lookup = z.strictObject({
  key: fieldKey,
  labels,
  field: fieldKey,
  url: z
    .string()
    .regex(/^https?:\/\/[^{}\s/?#@]+[/?][^\s]*$/i, {
      error: 'an address such as https://shop.example/orders/{order_no}; a {field} may stand only behind the host',
    })
    .max(1_000),
  headers: z
    .record(
      key(/^[A-Za-z][A-Za-z0-9-]*$/, 'the name of an HTTP header, such as authorization'),
      z
        .string()
        .regex(/^(?:[^$\r\n]|\$\{LOOKUP_[A-Z0-9_]+\})*$/, {
          error: 'text in which LOOKUP_… in $ and braces stands for a variable of the environment',
        })
        .max(500),
    )
    .exactOptional(),
  timeoutMs: z.number().int().min(100).max(LOOKUP_MS.most).default(LOOKUP_MS.fallback),
  fields: z.record(
    fieldKey,
    key(/^[^.\s]+(?:\.[^.\s]+)*$/, 'the place of a value in the answer, such as customer.phone or items.0.title').max(200),
  ),
})

const when = z.strictObject({
  category: someOf(categoryPattern).exactOptional(),
  priority: someOf(z.enum(PRIORITIES)).exactOptional(),
  mood: someOf(z.enum(MOODS)).exactOptional(),
  lang: someOf(z.enum(LANGS)).exactOptional(),
  channel: someOf(dashKey).exactOptional(),
  level: someOf(dashKey).exactOptional(),
  contains: someOf(words).exactOptional(),
})

const routingRule = z.strictObject({
  name: words,
  when: when.default({}),
  team: dashKey,
  priority: z.enum(PRIORITIES).exactOptional(),
  risk: z.literal('high').exactOptional(),
})

const minutes = z.number().positive().max(MINUTES_MOST)

const promiseRule = z.strictObject({
  name: words,
  category: someOf(categoryPattern).exactOptional(),
  priority: someOf(z.enum(PRIORITIES)).exactOptional(),
  mood: someOf(z.enum(MOODS)).exactOptional(),
  level: someOf(dashKey).exactOptional(),
  minutes: z.strictObject({
    'first-response': minutes.exactOptional(),
    resolution: minutes.exactOptional(),
  }),
})

const gateRule = z.strictObject({
  name: words,
  labels: labels.exactOptional(),
  colour: z.enum(['amber', 'red']),
  words: list(words).default([]),
  pattern: wordsUpTo(200).exactOptional(),
})

const gate = z.strictObject({
  amberSeconds: z.number().int().min(1).max(600).default(8),
  forbidden: list(gateRule).default([]),
  internal: list(gateRule).default([]),
  ours: list(words).default([]),
})

const LONGEST_REPLY = 2000
const replyWords = z
  .string()
  .refine((text) => text.trim() !== '', refuse('empty'))
  .refine((text) => !/[\p{Cs}]|(?!\n)\p{Cc}/u.test(text), refuse('control'))
  .max(LONGEST_REPLY)

const tag = z.strictObject({ key: dashKey, labels })

const LEVEL_HINT = `${DASH_HINT} (“none” is taken)`
const levelKey = key(/^(?!none$)[a-z][a-z0-9-]*$/, LEVEL_HINT)
const level = z.strictObject({ key: levelKey, labels, priority: z.enum(PRIORITIES).exactOptional() })

const macro = z.strictObject({
  key: dashKey,
  labels,
  reply: z.strictObject({ 'zh-CN': replyWords, 'zh-TW': replyWords, en: replyWords }).exactOptional(),
  wait: z.boolean().exactOptional(),
  tags: list(dashKey).exactOptional(),
  category: categoryKey.exactOptional(),
  priority: z.enum(PRIORITIES).exactOptional(),
  snooze: words.exactOptional(),
  transfer: dashKey.exactOptional(),
  resolve: z.boolean().exactOptional(),
})

const hours = z
  .number()
  .positive()
  .max(MINUTES_MOST / 60)

/** For a million tokens. */
const price = z.number().min(0).max(100_000)

const prices = z.strictObject({
  currency: key(/^[A-Z]{3}$/, 'three capitals, such as USD or CNY'),
  models: list(z.strictObject({ model: words, in: price, cachedIn: price.exactOptional(), out: price })),
})

/** Parts of the lists, so that the good rules of a file with a bad one are still held against each other. */
export const ruleSchemas = { routing: routingRule, promises: promiseRule } as const

export const deskSchema = z.strictObject({
  name: labels,
  lang: z.enum(LANGS),
  fields: list(field),
  categories: someOf(category),
  otherCategory: categoryKey,
  teams: someOf(team),
  managerRooms: list(room).default([]),
  customerRooms: list(room).exactOptional(),
  agents: list(agent).default([]),
  routing: someOf(routingRule),
  promises: someOf(promiseRule),
  lookups: list(lookup).exactOptional(),
  gate: gate.exactOptional(),
  turn: z.strictObject({
    quietMs: z.number().int().min(0).max(60_000),
    longestMs: z.number().int().min(0).max(600_000),
    most: z.number().int().positive().max(500),
    answersPerMinute: z.number().int().positive().max(100_000).exactOptional(),
  }),
  reopenDays: z.number().positive().max(365),
  sureAbove: z.number().min(0).max(1),
  levels: list(level).exactOptional(),
  calm: z.boolean().exactOptional(),
  tags: list(tag).exactOptional(),
  macros: list(macro).exactOptional(),
  nudge: z.strictObject({ afterHours: hours, closeAfterHours: hours }).exactOptional(),
  timeZone: z.string().max(60).exactOptional(),
  prices: prices.exactOptional(),
  translate: z.boolean().exactOptional(),
}) satisfies z.ZodType<DeskConfig>

/** The keys a map at this path may have; empty where the schema has no map. */
export function keysAt(path: readonly (string | number)[]): readonly string[] {
  let schema: unknown = deskSchema
  for (const step of path) schema = inside(bare(schema), step)
  const map = bare(schema)
  return map instanceof z.ZodObject ? Object.keys(map.shape) : []
}

function inside(schema: unknown, step: string | number): unknown {
  if (schema instanceof z.ZodArray) return schema.element
  return schema instanceof z.ZodObject ? schema.shape[String(step)] : undefined
}

function bare(schema: unknown): unknown {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodExactOptional ? bare(schema.unwrap()) : schema
}

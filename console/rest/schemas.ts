/** What /v1 answers, as schemas: the handlers are checked against them and the OpenAPI document is made of them. */
import { z } from '@hono/zod-openapi'
import { FIELD_KINDS } from '../../bot/domain/desk-config.ts'
import { LANGS } from '../../bot/domain/lang.ts'
import { PROMISE_KINDS } from '../../bot/domain/promise.ts'
import { ROLES } from '../../bot/domain/roles.ts'
import { MOODS, PRIORITIES, TICKET_STATES } from '../../bot/domain/ticket.ts'
import { PERSON_KINDS } from '../../bot/ports/reader.ts'
import { next, time, word } from '../../kit/http/openapi.ts'

const id = z.string().openapi({ description: '32 hex digits, in the order things were made.' })
const number = z.string().openapi({ example: 'T-1024' })
const labels = z.record(z.string(), z.string()).openapi({ description: 'One text per language.' })
const lang = z.enum(LANGS)

const ticketShape = {
  number,
  state: z.enum(TICKET_STATES),
  title: z.string().nullable().openapi({ description: 'Null once erased.' }),
  summary: z.string().nullable(),
  category: z.string(),
  priority: z.enum(PRIORITIES),
  mood: z.enum(MOODS),
  team: z.string(),
  owner: z.object({ id, key: z.string(), name: z.string() }).nullable(),
  customer: z.object({ id, name: z.string().nullable(), level: z.string().nullable() }),
  fields: z.array(
    z.object({
      name: z.string(),
      value: z.string().nullable(),
      evidence: z
        .object({ message: id, start: z.int(), end: z.int(), words: z.string().nullable() })
        .nullable()
        .openapi({ description: 'The words it rests on: UTF-16 offsets into the message. Null when an agent typed it.' }),
    }),
  ),
  missing: z.array(z.string()).openapi({ description: 'Fields its category requires and it does not have yet.' }),
  promises: z.array(z.object({ kind: z.enum(PROMISE_KINDS), state: z.enum(['running', 'paused', 'kept', 'broken']), due: time })),
  tags: z.array(z.object({ key: z.string(), labels })),
  createdAt: time,
}

export const knownCustomer = z
  .object({
    id,
    name: z.string().nullable(),
    level: z.string().nullable().openapi({ description: 'Key of a level of desk.yaml.' }),
    identities: z.array(z.object({ channel: z.string(), account: z.string(), external: z.string() })),
  })
  .openapi('Customer')
export const customerList = z.object({ customers: z.array(knownCustomer) })

export const ticket = z.object(ticketShape).openapi('Ticket')
export const ticketDetail = z
  .object({
    ...ticketShape,
    confidence: z.number(),
    priorityWhy: z.object({ code: z.string(), text: z.string() }),
    labels: z.object({
      category: labels,
      fields: z.record(z.string(), labels).openapi({ description: 'By key, the fields it has and those it misses.' }),
      values: z.record(z.string(), labels).openapi({ description: 'By field, the value where it is one of a list.' }),
    }),
    conversation: id,
    room: z.object({ channel: z.string(), id: z.string() }).openapi({ description: 'Where its customer talks.' }),
  })
  .openapi('TicketDetail')
export const ticketList = z.object({ tickets: z.array(ticket), next })

export const eventList = z.object({
  events: z.array(
    z.object({
      seq: z.int(),
      at: time,
      by: z.object({ kind: z.enum(['customer', 'agent', 'desk']), name: z.string() }),
      type: z.string(),
      text: z.string(),
    }),
  ),
  next,
})

/** What readings by a paid endpoint have cost. A turn about two tickets counts in both. */
const spent = z
  .object({
    tokensIn: z.int(),
    tokensOut: z.int(),
    calls: z.int(),
    cost: z.number().nullable().openapi({ description: 'In the currency of the price list; null where a price is not set.' }),
    currency: z.string().nullable(),
  })
  .openapi('Spent')

export const why = z
  .object({
    ticket: number,
    turns: z.array(
      z.object({
        id,
        at: time,
        model: z.string().openapi({ description: 'Empty for a command or a click, which no model reads.' }),
        spent,
        messages: z.array(z.object({ id, text: z.string(), at: time })),
        claims: z.array(
          z.object({
            about: z.string(),
            text: z.string(),
            confidence: z.number(),
            kept: z.boolean().openapi({ description: 'False: the words did not bear it out, or another claim was surer.' }),
            message: z.string(),
            start: z.int(),
            end: z.int(),
          }),
        ),
      }),
    ),
    rule: z.object({ name: z.string(), text: z.string() }),
    spent,
    config: z.int(),
    model: z.string(),
  })
  .openapi('Why')

export const messageList = z.object({
  messages: z.array(
    z.object({
      id,
      kind: z.string(),
      text: z.string(),
      at: time,
      author: z.string().nullable().openapi({ description: 'Null for the desk.' }),
      state: z.string().optional().openapi({ description: 'How sending stands; absent for what a customer said.' }),
      files: z
        .array(
          z.object({
            name: z.string(),
            mime: z.string(),
            size: z.int(),
            blob: z.string().optional().openapi({ description: 'SHA-256 of the bytes; absent while they are not here.' }),
            state: z.enum(['waiting', 'failed']).optional().openapi({ description: 'Being fetched from the platform, or given up.' }),
          }),
        )
        .optional(),
      options: z.array(z.object({ key: z.string(), label: z.string() })).optional(),
    }),
  ),
  next,
})

export const taken = z.object({ message: id, conversation: id }).openapi('Taken')
export const customer = z.object({ id: word(), name: word(100).optional(), lang: lang.optional() })

export const personKind = z.enum(PERSON_KINDS)
export const personItem = z.object({
  id,
  kind: personKind,
  at: time,
  what: z.string(),
  why: z.string(),
  ticket: number.optional(),
  state: z.string(),
})
export const personList = z.object({ items: z.array(personItem), next })

export const settings = z
  .object({
    config: z.object({ version: z.int(), appliedAt: time.nullable() }),
    model: z.object({
      version: z.string(),
      accuracy: z.number().nullable(),
      examples: z.int(),
      trainedAt: time.nullable(),
      training: z
        .object({ at: time, accuracy: z.number(), inUse: z.number().nullable(), learned: z.int(), used: z.boolean() })
        .nullable()
        .openapi({
          description:
            'The last training: its score on held-back examples, that of the model in use before, the corrections and imported tickets that were new, and whether it is used.',
        }),
    }),
    teams: z.int(),
    agents: z.int(),
    categories: z.int(),
    corrections: z.int(),
  })
  .openapi('Settings')

export const categoryList = z.object({ categories: z.array(z.object({ key: z.string(), labels })) })

export const tagList = z.object({ tags: z.array(z.object({ key: z.string(), labels })) })

export const cardForm = z
  .object({
    label: z.string(),
    inputs: z.array(
      z.object({
        name: z.string(),
        label: z.string(),
        kind: z.enum(['text', 'line', 'choice']),
        value: z.string().optional(),
        optional: z.boolean().optional(),
        looks: z.enum(FIELD_KINDS).optional().openapi({ description: 'The kind of field its words must look like.' }),
        options: z.array(z.object({ key: z.string(), label: z.string() })).optional(),
        list: z.enum(['categories']).optional(),
        preview: z.literal(true).optional().openapi({ description: 'Words to the customer: see …/preview.' }),
      }),
    ),
  })
  .openapi('CardForm')

const tone = z.enum(['plain', 'good', 'warn', 'bad', 'info'])
const previewLine = z.object({ label: z.string(), value: z.string(), tone: tone.optional() })

export const replyPreview = z
  .object({
    title: z.string(),
    label: z.string(),
    speaker: z.string().openapi({ description: 'Who the customer sees speaking.' }),
    parts: z.array(z.string()).openapi({ description: 'The words, cut as they would be sent.' }),
    chips: z.array(z.object({ text: z.string(), tone })).openapi({ description: 'The gate, the language, the number of messages.' }),
    lines: z.array(previewLine).openapi({ description: 'Why it would wait.' }),
    again: z.string(),
  })
  .openapi('ReplyPreview')

export const filledForm = z
  .object({
    title: z.string(),
    send: z.string().openapi({ description: 'What the button says.' }),
    fields: z.array(
      z.object({
        name: z.string(),
        label: z.string(),
        kind: z.enum(['line', 'text', 'choice']),
        optional: z.boolean(),
        value: z.string(),
        options: z.array(z.object({ key: z.string(), label: z.string() })),
        redraws: z.boolean().openapi({ description: 'Another choice asks for other fields.' }),
      }),
    ),
    errors: z
      .record(z.string(), z.string())
      .openapi({ description: 'What is wrong, by the name of the field; empty where the form can be sent.' }),
  })
  .openapi('FilledForm')

export const webCustomer = z.object({ id: z.string(), name: z.string(), lang })
export const playground = z
  .object({
    open: z.boolean(),
    me: z.string().nullable().openapi({ description: 'Key of the agent who signed in; null for whoever may be any of them.' }),
    name: labels,
    config: z.int(),
    model: z.string(),
    teams: z.array(z.object({ key: z.string(), labels, room: z.string() })),
    managerRoom: z.string(),
    agents: z.array(z.object({ id, key: z.string(), name: z.string(), role: z.enum(ROLES), lang, teams: z.array(z.string()) })),
    customers: z.array(webCustomer),
    seeded: z.boolean(),
  })
  .openapi('Playground')

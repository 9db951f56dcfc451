/** What the tests of /v1 share: a desk in memory behind the real router and the real access. */

import type { Agent } from '../../bot/domain/conversation.ts'
import type { DeskConfig } from '../../bot/domain/desk-config.ts'
import type { OutcomeOf } from '../../bot/domain/effect.ts'
import type { Ticket, TicketEvent } from '../../bot/domain/ticket.ts'
import type { InboundEvent } from '../../bot/ports/channel.ts'
import type { Page, PageOf, PersonItem, TicketRow } from '../../bot/ports/reader.ts'
import type { NewMessage } from '../../bot/ports/say.ts'
import { texts } from '../../bot/texts/index.ts'
import { createAccess } from '../../kit/http/access.ts'
import { createRouter } from '../../kit/http/create-router.ts'
import { createLog } from '../../kit/log.ts'
import { createTokens } from '../../kit/tokens.ts'
import { createRest } from './create-rest.ts'
import type { RestDeps } from './deps.ts'
import { mountHealth } from './health.ts'

const label = (text: string) => ({ en: text, 'zh-CN': `${text}（简）`, 'zh-TW': `${text}（繁）` })

export const config = {
  name: label('Acme desk'),
  lang: 'en',
  fields: [{ key: 'order', kind: 'order_no', labels: label('order number') }],
  categories: [
    { key: 'after-sales/quality', labels: label('Quality'), required: ['order'], optional: [], priority: 'P3', complaint: false },
    { key: 'other', labels: label('Other'), required: [], optional: [], priority: 'P4', complaint: false },
  ],
  otherCategory: 'other',
  teams: [
    { key: 'after-sales', labels: label('After-sales'), lang: 'en', rooms: [{ channel: 'web', account: 'main', room: 'after-sales' }] },
  ],
  levels: [{ key: 'vip', labels: label('VIP'), priority: 'P2' }],
  managerRooms: [{ channel: 'web', account: 'main', room: 'managers' }],
  agents: [],
  routing: [{ name: 'quality', when: { category: ['after-sales/*'] }, team: 'after-sales' }],
  promises: [],
  turn: { quietMs: 0, longestMs: 0, most: 50 },
  reopenDays: 7,
  sureAbove: 0.6,
} as const satisfies DeskConfig

export const hex = (n: number) => n.toString(16).padStart(32, '0')
export const chen: Agent = { id: hex(7), key: 'chen', name: 'Chen', role: 'agent', lang: 'en', teams: ['after-sales'] }
const at = Date.UTC(2026, 10, 20, 8, 30)

export function ticketRow(number: number, change: Partial<Ticket> = {}): TicketRow {
  const fact = (value: string) => ({ fact: hex(900 + number), value })
  const ticket: Ticket = {
    id: hex(number),
    number,
    seq: 2,
    conversation: hex(50),
    customer: hex(60),
    lang: 'en',
    state: 'new',
    owner: null,
    team: 'after-sales',
    title: fact(`Broken mug ${number}`),
    summary: fact('The mug came broken.'),
    category: 'after-sales/quality',
    confidence: 0.9,
    priority: 'P3',
    priorityWhy: { code: 'category' },
    mood: 'unhappy',
    fields: [],
    promises: [{ kind: 'first-response', state: 'running', due: at + 60_000, left: null }],
    opener: { turn: hex(70), n: 0 },
    rule: 'quality',
    configVersion: 3,
    modelVersion: 'local-1',
    openedAt: at,
    resolvedAt: null,
    closedAt: null,
    snoozedUntil: null,
    rating: null,
    reopens: 0,
    transfers: 0,
    linked: null,
    ...change,
  }
  return { ticket, customer: 'Ann', owner: ticket.owner === chen.id ? { id: chen.id, key: chen.key, name: chen.name } : null }
}

function paged<Row>(rows: readonly Row[], { limit, after }: PageOf, idOf: (row: Row) => string): Page<Row> {
  const rest = rows.filter((row) => after === null || idOf(row) < after).sort((a, b) => (idOf(a) < idOf(b) ? 1 : -1))
  const last = rest[limit - 1]
  return { rows: rest.slice(0, limit), next: rest.length > limit && last ? idOf(last) : null }
}

/** `decide` says what comes of a command; null: nothing yet. */
export function startRest(
  decide: (event: InboundEvent) => OutcomeOf | null = () => ({ code: 'done', facts: {} }),
  change: Partial<RestDeps> = {},
) {
  const rows: TicketRow[] = [ticketRow(1001), ticketRow(1002), ticketRow(1003)]
  const heard: InboundEvent[] = []
  const said: NewMessage[] = []
  const rung: string[] = []
  const items: PersonItem[] = []
  const outcomes = new Map<string, OutcomeOf>()
  const history: TicketEvent[] = []
  let count = 5_000
  let level: string | null = null
  const apiToken = 'a-token-of-tests'
  const access = createAccess({
    settings: { host: '127.0.0.1', publicUrl: null },
    apiToken,
    tokens: createTokens('a-secret-of-tests'),
    wordLogin: () => ({ title: '', token: '', enter: '', wrong: '', locked: '', hint: '', link: '', stale: '' }) as never,
  })
  const deps: RestDeps = {
    access,
    tickets: {
      list: async (filter, page) =>
        paged(
          rows.filter((row) => !filter.states || filter.states.includes(row.ticket.state)),
          page,
          (row) => row.ticket.id,
        ),
      byNumber: async (number) => rows.find((row) => row.ticket.number === number) ?? null,
      events: async (_, { limit, after }) => {
        const rest = history.filter((event) => event.seq > (after ?? 0))
        return {
          rows: rest.slice(0, limit).map((event) => ({ event, name: event.by.kind === 'agent' ? chen.name : null })),
          next: rest.length > limit ? (rest[limit - 1]?.seq ?? null) : null,
          agents: new Map([[chen.id, chen.name]]),
          numbers: new Map(),
        }
      },
      why: async () => ({
        turns: [
          {
            id: hex(70),
            at,
            messages: [{ id: hex(71), text: 'My mug is broken, I am very angry', at }],
            spent: { tokensIn: 900, tokensOut: 60, calls: 1, micros: 345 },
            reading: {
              model: 'local-1',
              claims: [
                {
                  about: 'category',
                  matter: 0,
                  category: 'after-sales/quality',
                  confidence: 0.9,
                  others: [],
                  words: { message: hex(71), start: 3, end: 16 },
                },
                { about: 'mood', matter: 0, mood: 'angry', confidence: 0.4, words: { message: hex(71), start: 23, end: 33 } },
                null as never,
              ],
              understanding: {
                model: 'local-1',
                dropped: 1,
                matters: [
                  {
                    intent: 'problem',
                    confidence: 1,
                    category: { key: 'after-sales/quality', confidence: 0.9, others: [] },
                    fields: [],
                    mood: 'unhappy',
                    urgency: null,
                    ticket: null,
                    title: '',
                    summary: '',
                  },
                ],
              },
            },
          },
        ],
        rule: config.routing[0],
        config: 3,
        model: 'local-1',
      }),
    },
    forms: {
      form: async ({ action }) =>
        action === 'fields' ? { label: 'Edit fields', inputs: [{ name: 'phone', label: 'Phone', kind: 'line', looks: 'phone' }] } : null,
      preview: async () => null,
    },
    talk: {
      conversation: async (ref) => (ref === hex(50) ? { id: hex(50), channel: 'api', account: 'main', room: 'ann' } : null),
      messages: async () => ({
        rows: [
          { id: hex(71), kind: 'customer', text: 'hi', at, author: 'Ann', state: null, files: [], options: [] },
          { id: hex(72), kind: 'reply', text: 'hello', at, author: 'Chen', state: 'sent', files: [], options: [] },
        ],
        next: null,
      }),
    },
    person: {
      list: async (page) => paged(items, page, (item) => item.id),
      settle: async (kind, id) => items.some((item) => item.kind === kind && item.id === id),
    },
    settings: {
      settings: async () => ({
        configAppliedAt: at,
        trained: null,
        corrections: 4,
        training: { at, accuracy: 0.81, inUse: 0.9, learned: 23, used: false },
      }),
      agents: async () => [chen],
      agent: async (ref) => (ref === chen.key || ref === chen.id ? chen : null),
      webCustomers: async () => [{ id: 'cust-ann', name: 'Ann', lang: null }],
    },
    customers: {
      customer: async (id) => (id === hex(60) ? { id, name: 'Ann', level, identities: [] } : null),
      known: async ({ channel, external }) =>
        channel === 'api' && external === 'ann' ? [{ id: hex(60), name: 'Ann', level, identities: [] }] : [],
      setLevel: async (id, next) => {
        if (id !== hex(60)) return false
        level = next
        return true
      },
    },
    outcomes: { outcome: async (event) => outcomes.get(event) ?? null },
    intake: async ({ events }) =>
      events.map((event) => {
        heard.push(event)
        const id = hex(++count)
        const outcome = decide(event)
        if (outcome) outcomes.set(id, outcome)
        return { event: id, taken: 'new', message: null, conversation: null }
      }),
    say: async (message) => {
      said.push(message)
      return { message: hex(80), conversation: hex(50) }
    },
    bell: { ring: (work) => rung.push(work), listen: () => () => undefined },
    ids: { next: () => hex(++count) },
    config: () => ({ version: 3, config }),
    modelVersion: () => 'local-1',
    retrain: async () => void rung.push('retrain'),
    reload: async () => ({ version: 4 }),
    waitMs: 30,
    ...change,
  }
  const router = createRouter({ log: createLog({ level: 'silent' }), word: (code, facts, lang) => wordOf(code, facts, lang) })
  access.mount(router)
  const rest = createRest(deps)
  router.route('/', rest)
  mountHealth(router, {
    ready: async () => ({ ready: true, degraded: [] }),
    metrics: { text: async () => ({ type: 'text/plain', body: 'up 1\n' }) },
  })
  const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    router.request(path, {
      method,
      headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  /** Asks as somebody who signed in by the link of that agent. */
  const asAgent = async (agent: string) => {
    const link = new URL(access.linkFor(agent).path, 'http://desk').searchParams.get('link') ?? ''
    const signedIn = await router.request('/login', { method: 'POST', body: new URLSearchParams({ link }) })
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    return (method: string, path: string, body?: unknown) =>
      router.request(path, {
        method,
        headers: { cookie, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
  }
  return { ask, asAgent, router, rest, rows, heard, said, rung, items, history, outcomes }
}

function wordOf(code: string, facts: Readonly<Record<string, string | number>>, lang: 'en' | 'zh-CN' | 'zh-TW') {
  const { title, detail } = texts(lang).errors[code as keyof ReturnType<typeof texts>['errors']]
  return { title, detail: detail(facts) }
}

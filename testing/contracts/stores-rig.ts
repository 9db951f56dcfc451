/** What the contracts of the storage ports stand on: an empty desk in some database, and more than one worker on it. */
import { sql } from 'kysely'
import { drawCard } from '../../bot/cards/draw-card.ts'
import { drawHome } from '../../bot/cards/home.ts'
import { decide } from '../../bot/desk.ts'
import type { Understanding } from '../../bot/domain/claim.ts'
import type { DeskConfig } from '../../bot/domain/desk-config.ts'
import type { ChannelAbilities, InboundEvent } from '../../bot/ports/channel.ts'
import type { LendStore } from '../../bot/ports/lend.ts'
import type { LookupStore } from '../../bot/ports/lookup.ts'
import { API_COMMANDS } from '../../bot/ports/say.ts'
import type { Spending } from '../../bot/ports/spending.ts'
import type {
  CardStore,
  Commit,
  ConverseStore,
  FileStore,
  HomeStore,
  IntakeStore,
  LineWork,
  SendStore,
  TimeStore,
} from '../../bot/ports/stores.ts'
import { createIds } from '../../kit/ids.ts'
import { MARK_TIMES } from '../../storage/backup/hold-restored.ts'
import { type ConfigStore, createConfigStore } from '../../storage/config-store.ts'
import { createConverseStore } from '../../storage/converse/converse-store.ts'
import { createTimeStore } from '../../storage/converse/time-store.ts'
import type { Db } from '../../storage/database.ts'
import { createFileStore } from '../../storage/files/file-store.ts'
import { forgetEarly } from '../../storage/intake/early.ts'
import { createIntakeStore } from '../../storage/intake/intake-store.ts'
import { createLookupStore } from '../../storage/lookup-store.ts'
import { createMint } from '../../storage/mint.ts'
import { createCardStore } from '../../storage/outbound/card-store.ts'
import { createHomeStore } from '../../storage/outbound/home-store.ts'
import { createLendStore } from '../../storage/outbound/lend-store.ts'
import { createSendStore } from '../../storage/outbound/send-store.ts'
import { TALK } from '../../storage/playground-store.ts'
import { createNeedsPerson } from '../../storage/reader/needs-person.ts'
import { createSpending } from '../../storage/spending-store.ts'
import { about, deskConfig, understood } from '../fakes/fixture-desk.ts'

/** Seconds after which what was claimed is due again, and the longest wait of what was in hand when a process died. */
export const LEASE = 16
export const PAUSE = 13

/** One process of the desk. */
export interface Worker {
  readonly converse: ConverseStore
  readonly time: TimeStore
  readonly send: SendStore
  readonly cards: CardStore
  readonly lookups: LookupStore
  readonly files: FileStore
  readonly homes: HomeStore
  readonly lends: LendStore
  /** Commits as the desk decides; a turn is read as `reading`. */
  commit(works: readonly LineWork[], reading?: Understanding | null): Promise<readonly Commit[]>
}

export interface StoresRig {
  readonly intake: IntakeStore
  readonly config: ConfigStore
  readonly worker: Worker
  readonly other: Worker
  readonly spending: Spending
  /** A customer's message, taken in and due at once. */
  say(customer: string, text: string, more?: Partial<InboundEvent>): Promise<void>
  /** Lets so many seconds pass for everything that is due or held. */
  pass(seconds: number): Promise<void>
  /** As if the desk had been restored from a backup: what came due meanwhile may have been done. */
  restored(): Promise<void>
  /** The command of an agent over REST. */
  command(agent: string, action: string, ticket: string, input?: Readonly<Record<string, string>>): InboundEvent
  /** Takes in and commits until nothing is due; answers the tickets of a customer, oldest first. */
  open(customer: string, text: string): Promise<{ readonly id: string; readonly number: number }>
  count(table: string, where?: string): Promise<number>
  /** What housekeeping forgets: changes of messages that did not come within so many hours. */
  forgetEarly(hours: number): Promise<void>
  /** A person tries a delivery that was given up again. */
  retry(delivery: string): Promise<boolean>
  /** The id of an agent. */
  agent(key: string): Promise<string>
}

/** Customers of channel `careful` are sent one thing at a time, and a send may be in doubt; the rest is safe to repeat. */
export const CAREFUL = 'careful'
/** As careful, and tells whether a send arrived. */
export const FINDER = 'finder'
/** As careful, and takes one message a second after two at once. */
export const PACED = 'paced'
const SAFE: ChannelAbilities = {
  text: { max: 2_000, unit: 'chars' },
  threads: true,
  buttons: true,
  forms: true,
  edit: true,
  recall: true,
  files: true,
  whisper: true,
  idempotent: true,
  pulled: false,
  keepsOrder: true,
  find: false,
  viewerLang: false,
  paceMs: 0,
}
const ONE_BY_ONE: ChannelAbilities = { ...SAFE, idempotent: false, keepsOrder: false }
const OTHERS: Readonly<Record<string, ChannelAbilities>> = {
  [CAREFUL]: ONE_BY_ONE,
  [FINDER]: { ...ONE_BY_ONE, find: true },
  [PACED]: { ...ONE_BY_ONE, paceMs: 60_000, burst: 2 },
}
const can = (channel: string): ChannelAbilities => OTHERS[channel] ?? SAFE

export const rigConfig: DeskConfig = {
  ...deskConfig,
  turn: { quietMs: 0, longestMs: 0, most: 50 },
  levels: [{ key: 'vip', labels: { 'zh-CN': 'VIP', 'zh-TW': 'VIP', en: 'VIP' }, priority: 'P2' }],
  lookups: [
    {
      key: 'order',
      labels: { 'zh-CN': '订单系统', 'zh-TW': '訂單系統', en: 'Shop' },
      field: 'order_no',
      url: 'https://shop.example/{order_no}',
      timeoutMs: 1_500,
      fields: { phone: 'phone' },
    },
  ],
  agents: [
    {
      key: 'lin',
      name: 'Lin',
      role: 'agent',
      lang: 'en',
      teams: ['after-sales'],
      identities: [{ channel: 'web', account: 'desk', id: 'lin' }],
    },
  ],
}

/** Empties the database, which must have the schema. */
export async function storesRig(db: Db): Promise<StoresRig> {
  await emptied(db)
  return rigOn(db)
}

/** What `emptyDesk` does, row by row: a case leaves few, and to truncate forty tables takes longer than most cases do. */
const emptied = (db: Db) =>
  db.tx(async (tx) => {
    for (const name of TALK) await sql`delete from ${sql.table(name)}`.execute(tx)
    await sql`delete from room where kind = 'customer'`.execute(tx)
    await sql`delete from example where source = 'correction'`.execute(tx)
    await sql`alter sequence ticket_number restart`.execute(tx)
  })

/** The same on whatever stands in the database already. */
export async function rigOn(db: Db): Promise<StoresRig> {
  const ids = createIds()
  const config = await createConfigStore(db, ids)
  await config.apply(rigConfig)
  const mint = createMint(db, ids)
  const intake = createIntakeStore(db, ids, () => config.current())
  const workerCalled = (owner: string): Worker => {
    const converse = createConverseStore({ db, ids, owner, view: () => ({ config: config.current(), can }), roomOf: config.roomOf })
    const outbound = { db, ids, owner, draw: drawCard, config: () => config.current(), can, langOf: config.langOf }
    return {
      converse,
      time: createTimeStore({ db, ids, owner, view: () => ({ config: config.current(), can }), roomOf: config.roomOf }),
      send: createSendStore(outbound),
      cards: createCardStore(outbound),
      lends: createLendStore(outbound),
      lookups: createLookupStore({ db, owner, config: () => config.current() }),
      files: createFileStore(outbound),
      homes: createHomeStore({ db, ids, owner, draw: drawHome, config: () => config.current(), dayStart: () => new Date(0) }),
      commit: async (works, reading = QUALITY) => {
        await mint.ready(works.length)
        const input = (work: LineWork) =>
          work.item.is === 'turn'
            ? { is: 'turn' as const, turn: work.item.turn, understanding: reading }
            : { is: 'event' as const, event: work.item.event }
        return (await converse.commit(works, (work, view) => decide(view, input(work), mint))).results
      },
    }
  }
  const worker = workerCalled('worker')
  const say = async (customer: string, text: string, more: Partial<InboundEvent> = {}) => {
    await intake.take([messageOf(customer, text, more)])
  }
  return {
    intake,
    config,
    worker,
    other: workerCalled('other'),
    spending: createSpending(db),
    say,
    pass: async (seconds) => {
      const age = sql`make_interval(secs => ${seconds})`
      await sql`update attachment set due_at = due_at - ${age}`.execute(db.kysely)
      for (const table of ['line', 'lane', 'card', 'timer', 'lookup', 'home'])
        await sql`update ${sql.table(table)} set due_at = due_at - ${age}, until = until - ${age}`.execute(db.kysely)
      await sql`update message set at = at - ${age}`.execute(db.kysely)
      await sql`update delivery set sent_at = sent_at - ${age}`.execute(db.kysely)
      await sql`update lent set lent_at = lent_at - ${age}`.execute(db.kysely)
      await sql`update pace set next_send_at = next_send_at - ${age}`.execute(db.kysely)
    },
    restored: async () => void (await sql.raw(MARK_TIMES).execute(db.kysely)),
    command: (agent, action, ticket, input = {}) => ({
      ...messageOf(agent, '', { channel: API_COMMANDS.channel, account: API_COMMANDS.account, room: { id: API_COMMANDS.room } }),
      from: { id: agent },
      what: 'command',
      value: { action, ticket, input },
    }),
    open: async (customer, text) => {
      await say(customer, text)
      for (let works = await worker.converse.claim('model', 8, 'v'); works.length > 0; works = await worker.converse.claim('model', 8, 'v'))
        await worker.commit(works)
      const row = await db.kysely
        .selectFrom('ticket as t')
        .innerJoin('customer as c', 'c.id', 't.customer_id')
        .select(['t.id', 't.number'])
        .where('c.name', '=', customer)
        .orderBy('t.id', 'desc')
        .executeTakeFirstOrThrow()
      return row
    },
    agent: async (key) => (await db.kysely.selectFrom('agent').select('id').where('key', '=', key).executeTakeFirstOrThrow()).id,
    forgetEarly: (hours) => forgetEarly(db, hours),
    retry: (delivery) => createNeedsPerson(db).settle('delivery', delivery, 'retry'),
    count: async (table, where = 'true') =>
      (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)} where ${sql.raw(where)}`.execute(db.kysely)).rows[0]?.n ?? -1,
  }
}

const QUALITY = understood({ category: about('after-sales/quality'), title: 'it broke' })

let keys = 0
export function messageOf(customer: string, text: string, more: Partial<InboundEvent> = {}): InboundEvent {
  keys++
  return {
    channel: 'safe',
    account: 'main',
    key: `key-${keys}`,
    at: Date.now(),
    room: { id: customer },
    from: { id: customer, name: customer },
    what: 'message',
    text,
    files: [],
    mentions: [],
    raw: null,
    ...more,
  }
}

/** The turn or event of a claimed item; rejects what is not there. */
export function only<T>(items: readonly T[]): T {
  const [first] = items
  if (first === undefined || items.length !== 1) throw new Error(`one was expected, there are ${items.length}`)
  return first
}

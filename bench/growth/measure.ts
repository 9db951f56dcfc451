/** What one turn and each list page cost on a desk of some size, beside a control that does not grow. */
import { sql } from 'kysely'
import { createBase } from '../../app/roles/base.ts'
import { decide } from '../../bot/desk.ts'
import type { InboundEvent } from '../../bot/ports/channel.ts'
import { API_CUSTOMERS } from '../../bot/ports/say.ts'
import { createLog } from '../../kit/log.ts'
import { readSettings } from '../../kit/settings.ts'
import { createConverseStore } from '../../storage/converse/converse-store.ts'
import { type Db, openPostgres } from '../../storage/database.ts'
import { createIntakeStore } from '../../storage/intake/intake-store.ts'
import { createMint } from '../../storage/mint.ts'
import { ApiClient } from '../../testing/api-client.ts'
import { startDesk } from '../../testing/desk-process.ts'
import { about, understood } from '../../testing/fakes/fixture-desk.ts'
import { quantile, round } from '../quantile.ts'
import { grownName, grownNumber, grownOrder, grownWord } from './grow.ts'

/** Medians in milliseconds, by what was done; `control` is the same work at every size. */
export type Costs = Readonly<Record<string, number>>

const WARM = 10
const TURNS = 150
const PAGES = 31
const CATEGORY = 'after-sales/quality'

class Times {
  readonly #all = new Map<string, number[]>()
  async of<T>(name: string, work: () => Promise<T>): Promise<T> {
    const since = performance.now()
    const done = await work()
    const times = this.#all.get(name) ?? []
    times.push(performance.now() - since)
    this.#all.set(name, times)
    return done
  }
  medians(): Costs {
    return Object.fromEntries([...this.#all].map(([name, times]) => [name, round(quantile(times.slice(WARM), 0.5), 3)]))
  }
}

/**
 * Turns one at a time through the stores of a worker, each to its end: taken in, claimed, decided and committed, its
 * card sent, and redrawn where the customer had the ticket already. Half come from customers who have written before.
 */
export async function measureTurns(env: Readonly<Record<string, string>>, size: number, tag: string): Promise<Costs> {
  const settings = readSettings({ ...env, LOG_LEVEL: 'silent', PORT: '0' })
  const db = openPostgres(settings.databaseUrl ?? '', 4)
  const storage = { db, close: () => db.close() }
  const base = await createBase({ ...settings, redisUrl: null }, createLog({ level: 'silent' }), storage, ['worker'])
  const { ids, config, sends, cards, channels } = base
  const intake = createIntakeStore(db, ids, () => config.current())
  const converse = createConverseStore(base.converse)
  const mint = createMint(db, ids)
  const times = new Times()
  const control = await controlOf(db)
  try {
    for (let i = 0; i < TURNS + WARM; i++) {
      const known = i % 2 === 1
      const who = known ? grownName(Math.floor((((i * 0.618) % 1) + 1) * size) % size) : `${tag}-${i}`
      await times.of('control turn', control)
      await times.of('intake', () => intake.take([said(who, `${tag}-${i}`)]))
      const works = await times.of('claim', () => converse.claim('model', 1, 'bench'))
      await mint.ready(works.length)
      const reading = understood({
        category: { ...(about(CATEGORY) as object), key: CATEGORY, confidence: 0.9, others: [] },
        title: 'it leaks',
      })
      const { results } = await times.of(known ? 'commit of a known customer' : 'commit of a new customer', () =>
        converse.commit(works, (work, view) => {
          if (work.item.is === 'event') return decide(view, { is: 'event', event: work.item.event }, mint)
          return decide(view, { is: 'turn', turn: work.item.turn, understanding: reading }, mint)
        }),
      )
      if (results[0] !== 'done') throw new Error(`turn ${i} of ${who} was not committed: ${JSON.stringify(results)}`)
      await times.of('send', async () => {
        for (let works = await sends.claim([...channels.keys()], 64); works.length > 0; works = await sends.claim([...channels.keys()], 64))
          await sends.settle(works.map((work) => ({ work, outcome: { sent: { ref: work.outgoing.id } } })))
      })
      await times.of('redraw', async () => {
        const works = await cards.claim([...channels.keys()], 64)
        if (works.length > 0) await cards.settle(works.map((work) => ({ work, outcome: { sent: { ref: work.outgoing.id } } })))
      })
    }
    return times.medians()
  } finally {
    await base.bell.close()
    base.metrics.close()
    await db.close()
  }
}

function said(customer: string, key: string): InboundEvent {
  return {
    ...API_CUSTOMERS,
    key: `growth:${key}`,
    at: Date.now(),
    room: { id: customer },
    from: { id: customer, name: customer },
    what: 'message',
    text: 'my kettle leaks, order number 20260000001',
    files: [],
    mentions: [],
    raw: null,
  }
}

/** A transaction that costs the same at every size: what else the machine does is seen in it. */
async function controlOf(db: Db): Promise<() => Promise<unknown>> {
  await sql`create table if not exists bench_control (id int primary key, n int not null)`.execute(db.kysely)
  await sql`insert into bench_control select i, 0 from generate_series(1, 100) i on conflict do nothing`.execute(db.kysely)
  let i = 0
  return () =>
    db.tx(async (tx) => {
      for (let n = 0; n < 8; n++) await sql`update bench_control set n = n + 1 where id = ${1 + (i++ % 100)}`.execute(tx)
    })
}

/** Every list a person opens, over HTTP from a console process; the first page and one from the middle. */
export async function measurePages(dir: string, env: Readonly<Record<string, string>>, size: number): Promise<Costs> {
  const desk = await startDesk(dir, env, 'console')
  try {
    const api = new ApiClient(desk)
    const times = new Times()
    const middle = Math.floor(size / 2)
    const { tickets: [half] = [] } = await api.get<{ tickets: { id?: string; number: string; conversation?: string }[] }>(
      `/v1/tickets?q=${grownNumber(middle)}`,
    )
    if (!half) throw new Error('the grown ticket in the middle is not found')
    const number = half.number
    const ticket = await api.get<{ conversation: string }>(`/v1/tickets/${number}`)
    const cursor = await cursorAt(env, grownNumber(middle))
    const lists: Readonly<Record<string, string>> = {
      'all tickets': '/v1/tickets?limit=50',
      'all, deep': `/v1/tickets?limit=50&cursor=${cursor}`,
      'open ones': '/v1/tickets?limit=50&state=new,open',
      'open ones, deep': `/v1/tickets?limit=50&state=new,open&cursor=${cursor}`,
      closed: '/v1/tickets?limit=50&state=closed',
      'none of a state': '/v1/tickets?limit=50&state=snoozed',
      'a team': '/v1/tickets?limit=50&team=after-sales',
      'a team, deep': `/v1/tickets?limit=50&team=after-sales&cursor=${cursor}`,
      'an owner': '/v1/tickets?limit=50&owner=shen',
      'an owner, deep': `/v1/tickets?limit=50&owner=shen&cursor=${cursor}`,
      'open ones of a team': '/v1/tickets?limit=50&state=new,open&team=after-sales',
      'words in a fourth': `/v1/tickets?limit=50&q=${encodeURIComponent('kettle leaks')}`,
      'words in a fourth, deep': `/v1/tickets?limit=50&q=${encodeURIComponent('kettle leaks')}&cursor=${cursor}`,
      'a word in a hundredth': `/v1/tickets?limit=50&q=${grownWord(middle)}`,
      'a word in one': `/v1/tickets?limit=50&q=${grownOrder(middle)}`,
      'a word in none': '/v1/tickets?limit=50&q=nonesuchword',
      'one ticket': `/v1/tickets/${number}`,
      'its events': `/v1/tickets/${number}/events?limit=50`,
      'its story': `/v1/tickets/${number}/why`,
      'its messages': `/v1/messages?conversation=${ticket.conversation}&limit=50`,
      'team room': '/web/rooms/after-sales/posts?as=lin&limit=50',
      'needs a person': '/v1/person?limit=50',
      settings: '/v1/settings',
    }
    for (let i = 0; i < PAGES + WARM; i++) {
      await times.of('control page', () => api.get('/v1/categories'))
      for (const [name, path] of Object.entries(lists)) await times.of(name, () => api.get(path))
      process.stderr.write(`\rpages ${i + 1}/${PAGES + WARM} `)
    }
    return times.medians()
  } finally {
    await desk.stop()
  }
}

async function cursorAt(env: Readonly<Record<string, string>>, number: number): Promise<string> {
  const db = openPostgres(env['DATABASE_URL'] ?? '', 1)
  try {
    return (await db.kysely.selectFrom('ticket').select('id').where('number', '=', number).executeTakeFirstOrThrow()).id
  } finally {
    await db.close()
  }
}

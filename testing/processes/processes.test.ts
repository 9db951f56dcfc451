/** One desk as several processes. Runs where DATABASE_URL and REDIS_URL are given: `npm run test:services -- processes`. */

import { getPriority } from 'node:os'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Db, openPostgres } from '../../storage/database.ts'
import { migrationNames } from '../../storage/migrate.ts'
import { startTcpProxy } from '../doubles/tcp-proxy.ts'
import { listenTo, openProcesses, type Processes, type RoleProcess, runApp, TOKEN } from './processes.ts'
import { hasRedisServer, ownRedis, type RedisServer } from './redis-server.ts'

const url = process.env['DATABASE_URL'] ?? ''
const given = url !== '' && (process.env['REDIS_URL'] ?? '') !== ''
if (!given) it.skip('a desk of several processes (skipped: DATABASE_URL and REDIS_URL are not set)', () => undefined)

interface Row {
  readonly number: string
  readonly state: string
  readonly customer: { readonly id: string; readonly name: string | null }
}
interface Told {
  readonly messages: readonly { readonly text: string; readonly author: string | null; readonly kind: string }[]
}

const eventually = <T>(check: () => Promise<T>, timeout = 60_000): Promise<T> => vi.waitFor(check, { timeout, interval: 50 })

async function ticketOf(api: RoleProcess['api'], customer: string): Promise<Row> {
  const row = (await api.tickets()).find((ticket) => ticket.customer.name === customer)
  if (!row) throw new Error(`${customer} has no ticket yet`)
  return row
}

describe.skipIf(!given || !hasRedisServer())('a desk of several processes', { timeout: 150_000 }, () => {
  let redis: RedisServer
  let desk: Processes
  let intakes: RoleProcess[]
  let workers: RoleProcess[]
  let consoles: RoleProcess[]
  beforeAll(async () => {
    redis = await ownRedis()
    desk = await openProcesses(url, redis.url)
    // The first worker trains the model, which the others then load.
    workers = [await desk.start('worker')]
    workers.push(await desk.start('worker'))
    intakes = await Promise.all([desk.start('intake'), desk.start('intake')])
    consoles = await Promise.all([desk.start('console'), desk.start('console')])
  }, 180_000)
  afterAll(async () => {
    redis?.thaw()
    await desk?.end()
    await redis?.kill()
  })
  const at = (all: RoleProcess[], i: number): RoleProcess => {
    const one = all[i]
    if (!one) throw new Error(`there is no process ${i}`)
    return one
  }
  const command = (i: number, ticket: string, as: string, name: string, args = {}) =>
    at(consoles, i).api.call('POST', `/v1/tickets/${ticket}/commands`, { as, command: name, args })

  it('makes a ticket of what a customer tells one intake, and brings the reply to another console and another intake', async () => {
    const room = await listenTo(at(consoles, 1), 'after-sales,logistics,general', 'lin')
    const said = await at(intakes, 0).api.say('c-story', 'm1', '转人工', 'story')
    expect(said.status).toBe(202)
    const { number } = await eventually(() => ticketOf(at(consoles, 0).api, 'story'))
    await eventually(async () => expect(room.heard).toContain('event: room'))
    expect((await command(0, number, 'zhou', 'take')).status).toBe(200)
    expect((await command(1, number, 'liu', 'take')).status).toBe(409)
    expect((await command(0, number, 'zhou', 'reply', { text: '您好，我来处理' })).status).toBe(200)
    await eventually(async () => {
      const { messages } = await at(intakes, 1).api.get<Told>(`/v1/messages?conversation=${said.conversation}`)
      expect(messages.map((message) => message.text)).toContain('您好，我来处理')
    })
    await eventually(async () => expect(room.heard).toContain('event: thread'))
    room.stop()
  })

  it('brings a reply to a visitor whose browser is on another console', async () => {
    const visitor = `c-${'ab'.repeat(16)}`
    const stream = await listenTo(at(consoles, 1), visitor, visitor)
    const post = await at(consoles, 0).api.call('POST', `/web/rooms/${visitor}/messages`, { id: 'v1', as: visitor, text: '转人工' })
    expect(post.status).toBe(202)
    // As a browser does: it reads when it is told that something is new, and then only. One telling may be about both.
    let told = 0
    await eventually(async () => {
      expect(stream.heard.length).toBeGreaterThan(told)
      told = stream.heard.length
      const { posts } = await at(consoles, 1).api.get<{ posts: readonly unknown[] }>(`/web/rooms/${visitor}/posts?as=${visitor}`)
      expect(posts.length).toBeGreaterThan(1)
    })
    stream.stop()
  })

  it('takes one event once when it comes to two intakes at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        at(intakes, i % 2).api.say('c-twice', `e${Math.floor(i / 10)}`, `第${Math.floor(i / 10)}条`, 'twice'),
      ),
    )
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([202]))
    expect(new Set(answers.map((answer) => answer.message)).size).toBe(20)
  })

  it('makes one ticket of a burst that comes to both', async () => {
    const customers = Array.from({ length: 20 }, (_, i) => `burst-${i}`)
    await Promise.all(
      customers.flatMap((customer) =>
        Array.from({ length: 20 }, (_, n) => at(intakes, n % 2).api.say(customer, `m${n}`, `电饭煲坏了，不通电，第${n}句`, customer)),
      ),
    )
    await eventually(async () => {
      const made = (await at(consoles, 0).api.tickets()).filter((ticket) => ticket.customer.name?.startsWith('burst-'))
      expect(new Set(made.map((ticket) => ticket.customer.name)).size).toBe(20)
    })
    const made = (await at(consoles, 0).api.tickets()).filter((ticket) => ticket.customer.name?.startsWith('burst-'))
    expect(made).toHaveLength(20)
  })

  it('goes on when a worker is killed with work in hand', async () => {
    const customers = Array.from({ length: 30 }, (_, i) => `orphan-${i}`)
    await Promise.all(customers.map((customer, i) => at(intakes, i % 2).api.say(customer, 'm', '转人工', customer)))
    at(workers, 0).kill('SIGKILL')
    await at(workers, 0).exited
    await eventually(async () => {
      const made = (await at(consoles, 0).api.tickets()).filter((ticket) => ticket.customer.name?.startsWith('orphan-'))
      expect(made).toHaveLength(30)
    })
    workers[0] = await desk.start('worker')
  })

  it('acknowledges and works while Redis is frozen, says so, and says when it is back', async () => {
    /** All but the slowest of fifty acknowledgements, milliseconds. */
    const slowest = async (customer: string): Promise<number> => {
      const took: number[] = []
      for (let i = 0; i < 50; i++) {
        const since = performance.now()
        expect((await at(intakes, i % 2).api.say(`c-${customer}`, `f${i}`, '转人工', customer)).status).toBe(202)
        took.push(performance.now() - since)
      }
      return took.toSorted((a, b) => a - b)[48] ?? 0
    }
    const usual = await slowest('thawed')
    redis.freeze()
    // Whoever else is at work on this machine slows both.
    expect(await slowest('frozen')).toBeLessThan(300 + 2 * usual)
    await eventually(() => ticketOf(at(consoles, 0).api, 'frozen'))
    for (const one of [at(intakes, 0), at(workers, 0), at(consoles, 0)])
      await eventually(async () =>
        expect(await one.api.call('GET', '/readyz')).toEqual({ status: 200, body: { ready: true, degraded: ['redis'] } }),
      )
    const stream = await listenTo(at(consoles, 1), 'after-sales,logistics,general', 'lin')
    await at(intakes, 0).api.say('c-polled', 'p', '转人工', 'polled')
    await eventually(async () => expect(stream.heard).toContain('event: room'))
    stream.stop()
    redis.thaw()
    for (const one of [...intakes, ...workers, ...consoles])
      await eventually(async () => expect((await one.api.call('GET', '/readyz')).body).toEqual({ ready: true, degraded: [] }))
  })

  it('follows a configuration and a model that another process brings', async () => {
    const before = await at(consoles, 1).api.get<{ model: unknown }>('/v1/settings')
    expect((await at(consoles, 0).api.call('POST', '/v1/settings/retrain')).status).toBeLessThan(300)
    await eventually(
      async () => expect((await at(consoles, 1).api.get<{ model: unknown }>('/v1/settings')).model).not.toEqual(before.model),
      60_000,
    )
  })

  it('serves in each role its own routes and no others', async () => {
    expect((await at(intakes, 0).api.call('GET', '/v1/tickets')).status).toBe(404)
    expect((await at(workers, 0).api.call('GET', '/v1/messages?conversation=x')).status).toBe(404)
    expect((await at(consoles, 0).api.call('POST', '/v1/channels/x-chat/events', { events: [] })).status).toBe(404)
    for (const one of [...intakes, ...workers, ...consoles]) {
      expect((await one.api.call('GET', '/healthz')).status).toBe(200)
      expect((await fetch(`${one.url}/metrics`)).status).toBe(200)
    }
  })

  it('lets those go first whom platforms and people wait for', () => {
    const nice = ({ pid }: RoleProcess) => getPriority(pid)
    for (const worker of workers) expect(nice(worker)).toBeGreaterThanOrEqual(10)
    for (const other of [...intakes, ...consoles]) expect(nice(other)).toBe(getPriority())
  })

  it('rolls to the next schema under load, process by process, each ended within ten seconds: all said meanwhile becomes one ticket', async () => {
    const db = openPostgres(desk.databaseUrl, 2)
    try {
      const said: string[] = []
      let [going, tries] = [true, 0]
      // As a platform does: the same again, to whoever answers, until it is acknowledged.
      const customer = async (n: number) => {
        for (let i = 0; going; i++) {
          const name = `roll-${n}-${i}`
          const acked = () => at(intakes, tries++ % 2).api.say(name, 'm', '转人工', name)
          await eventually(async () => expect((await acked()).status).toBe(202))
          said.push(name)
        }
      }
      const customers = [customer(0), customer(1)]
      await eventually(async () => expect(said.length).toBeGreaterThan(5))
      await toNextSchema(db)
      for (const all of [intakes, workers, consoles]) {
        const { code, millis } = await at(all, 1).stop()
        expect({ role: at(all, 1).role, code }).toEqual({ role: at(all, 1).role, code: 0 })
        expect(millis).toBeLessThan(10_000)
        all[1] = await desk.start(at(all, 1).role)
      }
      going = false
      await Promise.all(customers)
      const counts = async () => {
        const { rows } = await sql<{ name: string; n: number }>`
          select c.name, count(t.id) as n from customer c left join ticket t on t.customer_id = c.id where c.name like 'roll-%' group by c.name`.execute(
          db.kysely,
        )
        return Object.fromEntries(rows.map(({ name, n }) => [name, n]))
      }
      await eventually(async () => expect(await counts()).toEqual(Object.fromEntries(said.map((name) => [name, 1]))))
      for (const one of [...intakes, ...workers, ...consoles]) expect(one.output()).not.toMatch(/cached plan|UNEXPECTED/)
    } finally {
      await db.close()
    }
  })
})

/** What `npm run migrate` of the next version may do beside the processes of this one: columns more, on all that is at work. */
async function toNextSchema(db: Db): Promise<void> {
  const own = Number((await migrationNames()).at(-1)?.slice(0, 4))
  for (const table of ['message', 'turn', 'line', 'event', 'ticket', 'ticket_event', 'delivery', 'lane', 'card', 'timer', 'conversation'])
    await eventually(() =>
      db.tx(async (tx) => {
        await sql`set local lock_timeout = '2s'`.execute(tx)
        await sql`alter table ${sql.table(table)} add column of_the_next text not null default 'new'`.execute(tx)
      }),
    )
  await sql`insert into schema_migration (name) values (${`${String(own + 1).padStart(4, '0')}_of_the_next.ts`})`.execute(db.kysely)
}

describe.skipIf(!given)('a process of a desk', { timeout: 150_000 }, () => {
  const secrets = { API_TOKEN: TOKEN, SESSION_SECRET: 'a-secret-of-the-tests-long-enough' }

  it('names both secrets it lacks', () => {
    const { code, output } = runApp('worker', { API_TOKEN: '', SESSION_SECRET: '', PORT: '0' })
    expect(code).toBe(1)
    expect(output).toContain('API_TOKEN is required with DATABASE_URL')
    expect(output).toContain('SESSION_SECRET is required with DATABASE_URL')
  })

  it('does not share the embedded database', () => {
    const { code, output } = runApp('console', { ...secrets, DATABASE_URL: '', REDIS_URL: '', PORT: '0' })
    expect(code).toBe(1)
    expect(output).toContain('DATABASE_URL is required for console')
  })

  it('refuses a database that is behind and names the command; the whole desk in one brings it up to date', async () => {
    const desk = await openProcesses(url, null, { migrated: false })
    try {
      await expect(desk.start('intake')).rejects.toThrow('npm run migrate')
      const all = await desk.start('all')
      expect(await all.api.call('GET', '/readyz')).toEqual({ status: 200, body: { ready: true, degraded: [] } })
      const intake = await desk.start('intake')
      await intake.api.say('c-polled', 'm', '转人工', 'polled')
      await eventually(() => ticketOf(all.api, 'polled'))
      const { code, millis } = await all.stop()
      expect(code).toBe(0)
      expect(millis).toBeLessThan(10_000)
    } finally {
      await desk.end()
    }
  })
})

describe.skipIf(!given)('an intake whose database is away', { timeout: 150_000 }, () => {
  it('answers 503 and never says that it took what it did not, and takes it when the database is back', async () => {
    const desk = await openProcesses(url, null)
    const target = new URL(desk.databaseUrl)
    const proxy = await startTcpProxy({ port: Number(target.port), host: target.hostname })
    try {
      const through = new URL(desk.databaseUrl)
      through.hostname = '127.0.0.1'
      through.port = String(proxy.port)
      const intake = await desk.start('intake', { DATABASE_URL: through.href })
      const said = (id: string) => intake.api.say('c-away', id, '转人工', 'away')
      const first = await said('m0')
      expect(first.status).toBe(202)
      proxy.set({ is: 'reset' })
      for (const id of ['m1', 'm2', 'm3']) expect((await said(id)).status).toBe(503)
      expect(await intake.api.call('GET', '/readyz')).toEqual({ status: 503, body: { ready: false, degraded: ['database'] } })
      expect((await intake.api.call('GET', '/healthz')).status).toBe(200)
      proxy.set({ is: 'pass' })
      for (const id of ['m1', 'm2', 'm3']) expect(await eventually(async () => checked(await said(id)))).toBe(202)
      const { messages } = await intake.api.get<Told>(`/v1/messages?conversation=${first.conversation}`)
      expect(messages).toHaveLength(4)
      proxy.set({ is: 'blackhole' })
      const since = performance.now()
      expect((await said('m4')).status).toBe(503)
      expect(performance.now() - since).toBeLessThan(20_000)
      proxy.set({ is: 'pass' })
      expect(await eventually(async () => checked(await said('m4')))).toBe(202)
      const after = await intake.api.get<Told>(`/v1/messages?conversation=${first.conversation}`)
      expect(after.messages).toHaveLength(5)
    } finally {
      await desk.end()
      await proxy.close()
    }
  })
})

function checked({ status }: { readonly status: number }): number {
  if (status !== 202) throw new Error(`answered ${status}`)
  return status
}

/** Runs where REDIS_URL is given. What breaks Redis is tried on a Redis of the test's own. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { bellContract } from '../../testing/contracts/bell.contract.ts'
import { hasRedisServer, ownRedis, type RedisServer } from '../../testing/processes/redis-server.ts'
import { type BullmqBell, createBullmqBell } from './bullmq-bell.ts'

const url = process.env['REDIS_URL'] ?? ''
const LONG = 20_000
const never = new AbortController().signal
const aPrefix = () => `test-${randomUUID()}`
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 20 })

if (url === '') it.skip('the bell on Redis (skipped: REDIS_URL is not set)', () => undefined)
else bellContract('BullMQ on Redis', () => createBullmqBell({ url, prefix: aPrefix() }))

describe.skipIf(url === '')('the bell of several processes', () => {
  const open: BullmqBell[] = []
  const hang = async (prefix: string) => {
    const bell = await createBullmqBell({ url, prefix })
    open.push(bell)
    return bell
  }
  afterEach(async () => {
    for (const bell of open.splice(0)) await bell.close()
  })

  it('wakes one sleeper per ring, whichever process it sleeps in', async () => {
    const prefix = aPrefix()
    const [ringer, first, second] = [await hang(prefix), await hang(prefix), await hang(prefix)]
    const woken: string[] = []
    void first.wait('send', LONG, never).then(() => woken.push('first'))
    void second.wait('send', LONG, never).then(() => woken.push('second'))
    ringer.ring('send')
    await eventually(() => expect(woken).toHaveLength(1))
    await pause(100)
    expect(woken).toHaveLength(1)
  })

  it('wakes a sleeper within a few milliseconds', async () => {
    const prefix = aPrefix()
    const [ringer, worker] = [await hang(prefix), await hang(prefix)]
    await worker.wait('converse', 200, never)
    const [took, trips]: [number[], number[]] = [[], []]
    for (let i = 0; i < 50; i++) {
      const asked = performance.now()
      await ringer.links.quick.ping()
      trips.push(performance.now() - asked)
      const waiting = worker.wait('converse', LONG, never)
      await pause(2)
      const since = performance.now()
      ringer.ring('converse')
      await waiting
      took.push(performance.now() - since)
    }
    const median = (of: number[]) => of.toSorted((a, b) => a - b)[25] ?? 0
    // What one question to Redis takes says how busy this machine is.
    expect(median(took)).toBeLessThan(50 + 10 * median(trips))
  })

  it('loses no ring that comes after the sleeper has looked', async () => {
    const prefix = aPrefix()
    const [ringer, worker] = [await hang(prefix), await hang(prefix)]
    let made = 0
    let seen = 0
    let late = 0
    const stop = new AbortController()
    const working = (async () => {
      while (!stop.signal.aborted) {
        seen = made
        const since = performance.now()
        await worker.wait('converse', 10_000, stop.signal)
        if (performance.now() - since > 9_900) late++
      }
    })()
    for (let i = 0; i < 300; i++) {
      made++
      ringer.ring('converse')
      await pause(Math.random() * 4)
    }
    await eventually(() => expect(seen).toBe(made))
    stop.abort()
    await working
    expect(late).toBe(0)
  })

  it('lets rings of a kind pile up to one while nobody works', async () => {
    const prefix = aPrefix()
    const ringer = await hang(prefix)
    for (let i = 0; i < 2_000; i++) ringer.ring('redraw')
    await pause(300)
    const worker = await hang(prefix)
    await worker.wait('redraw', 5_000, never)
    const since = performance.now()
    await worker.wait('redraw', 100, never)
    expect(performance.now() - since).toBeGreaterThan(90)
  })

  it('tells every process once, the teller too', async () => {
    const prefix = aPrefix()
    const bells = [await hang(prefix), await hang(prefix), await hang(prefix)]
    const heard: string[] = []
    for (const [i, bell] of bells.entries()) bell.listen('model', (id) => heard.push(`${i}:${id}`))
    bells[0]?.tell('model', '7')
    await eventually(() => expect(heard.toSorted()).toEqual(['0:7', '1:7', '2:7']))
    await pause(50)
    expect(heard).toHaveLength(3)
  })
})

describe.skipIf(url === '' || !hasRedisServer())('the bell while Redis breaks', { timeout: 90_000 }, () => {
  let redis: RedisServer
  const dropped: string[] = []
  const states: boolean[] = []
  const open: BullmqBell[] = []
  beforeAll(async () => {
    redis = await ownRedis()
  })
  afterAll(async () => {
    redis.thaw()
    await redis.kill()
  })
  afterEach(async () => {
    redis.thaw()
    for (const bell of open.splice(0)) await bell.close()
    dropped.length = 0
    states.length = 0
  })
  const pair = async () => {
    const prefix = aPrefix()
    const make = () =>
      createBullmqBell({ url: redis.url, prefix, onDropped: (what) => dropped.push(what), onState: (ok) => states.push(ok) })
    const made = [await make(), await make()] as const
    open.push(...made)
    return made
  }
  /** Rings and tells reach the other process, sooner or later. */
  const works = async (ringer: BullmqBell, worker: BullmqBell) => {
    const heard: string[] = []
    worker.listen('config', (id) => heard.push(id))
    let rung = 0
    await eventually(async () => {
      ringer.tell('config', 'x')
      const since = performance.now()
      const waiting = worker.wait('send', 400, never)
      ringer.ring('send')
      await waiting
      if (performance.now() - since < 300) rung++
      expect(rung).toBeGreaterThan(0)
      expect(heard).not.toEqual([])
    })
  }

  it('tells by what rule Redis throws keys away, and nothing of one that throws none away', async () => {
    const rules: string[] = []
    const hung = async () => {
      const bell = await createBullmqBell({ url: redis.url, prefix: aPrefix(), onEviction: (rule) => rules.push(rule) })
      open.push(bell)
      return bell
    }
    const { links } = await hung()
    try {
      await eventually(() => expect(links.ok()).toBe(true))
      expect([links.evictsBy(), rules]).toEqual([null, []])
      await links.quick.config('SET', 'maxmemory-policy', 'allkeys-lru')
      const later = await hung()
      await eventually(() => expect([later.links.evictsBy(), rules]).toEqual(['allkeys-lru', ['allkeys-lru']]))
    } finally {
      await links.quick.config('SET', 'maxmemory-policy', 'noeviction')
    }
  })

  it('blocks nobody while Redis is frozen, says so, and recovers', async () => {
    const [ringer, worker] = await pair()
    await works(ringer, worker)
    redis.freeze()
    const since = performance.now()
    for (let i = 0; i < 1_000; i++) {
      ringer.ring('send')
      ringer.tell('config', String(i))
    }
    expect(performance.now() - since).toBeLessThan(2_000)
    await eventually(() => expect(ringer.ok()).toBe(false))
    const polled = performance.now()
    await worker.wait('send', 200, never)
    expect(performance.now() - polled).toBeLessThan(1_000)
    const before = dropped.length
    ringer.ring('send')
    ringer.tell('config', 'lost')
    expect(dropped.length).toBe(before + 2)
    redis.thaw()
    await eventually(() => expect(ringer.ok()).toBe(true))
    await works(ringer, worker)
  })

  it('closes in good time while Redis is frozen', async () => {
    const [ringer, worker] = await pair()
    await works(ringer, worker)
    redis.freeze()
    ringer.ring('send')
    const since = performance.now()
    for (const bell of open.splice(0)) await bell.close()
    expect(performance.now() - since).toBeLessThan(4_000)
  })

  it('recovers when Redis is killed and comes back empty', async () => {
    const [ringer, worker] = await pair()
    await works(ringer, worker)
    await redis.kill()
    await eventually(() => expect(ringer.ok()).toBe(false))
    ringer.ring('send')
    expect(dropped).toContain('send')
    await redis.start()
    await eventually(() => expect(ringer.ok()).toBe(true))
    await works(ringer, worker)
    expect(states).toContain(false)
  })

  it('does not mind that Redis is flushed', async () => {
    const [ringer, worker] = await pair()
    await works(ringer, worker)
    const waiting = worker.wait('send', LONG, never)
    await redis.flush()
    const since = performance.now()
    ringer.ring('send')
    await waiting
    // A ring that was lost is found five seconds later at best.
    expect(performance.now() - since).toBeLessThan(4_500)
    await works(ringer, worker)
  })

  it('starts without Redis, and finds it later', async () => {
    await redis.kill()
    const since = performance.now()
    const [ringer, worker] = await pair()
    expect(performance.now() - since).toBeLessThan(8_000)
    expect(ringer.ok()).toBe(false)
    const waited = performance.now()
    await worker.wait('send', 100, never)
    expect(performance.now() - waited).toBeLessThan(1_000)
    await redis.start()
    await eventually(() => expect(ringer.ok()).toBe(true))
    await works(ringer, worker)
  })
})

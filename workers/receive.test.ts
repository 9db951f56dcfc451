import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { InboundEvent, Intake } from '../bot/ports/channel.ts'
import type { IntakeStore } from '../bot/ports/stores.ts'
import { createMetrics } from '../kit/metrics.ts'
import { createInProcessBell } from './bell/in-process-bell.ts'
import { createIntake } from './receive.ts'

const said = (room: string, n: number): InboundEvent => ({
  channel: 'api',
  account: 'main',
  key: `${room}:${n}`,
  at: n,
  room: { id: room },
  from: { id: room },
  what: 'message',
  text: String(n),
  files: [],
  mentions: [],
  raw: null,
})

/** A store whose transactions take a while; keeps what each took, and how many were on at once. */
class SlowStore implements IntakeStore {
  readonly batches: (readonly InboundEvent[])[] = []
  readonly #open = new Map<string, number>()
  on = 0
  most = 0
  /** Rooms that two transactions had at the same time. */
  readonly met = new Set<string>()
  take: IntakeStore['take'] = async (given, _cursor, written) => {
    const events = typeof given === 'function' ? given() : given
    this.batches.push(events)
    this.most = Math.max(this.most, ++this.on)
    const rooms = [...new Set(events.map(({ room }) => room.id))]
    for (const room of rooms) {
      if (this.#open.has(room)) this.met.add(room)
      this.#open.set(room, 1)
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
    written?.()
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (events.some(({ text }) => text === 'spoils')) {
      this.on--
      for (const room of rooms) this.#open.delete(room)
      throw new Error('no such text')
    }
    for (const room of rooms) this.#open.delete(room)
    this.on--
    return {
      answers: events.map(({ key }) => ({ event: key, taken: 'new' as const, message: key, conversation: null })),
      rings: new Set(),
    }
  }
}

/** A store that takes nothing before it is freed. */
function heldUp() {
  const store = new SlowStore()
  const take = store.take
  let free = () => {}
  const freed = new Promise<void>((resolve) => (free = resolve))
  store.take = async (given, cursor, written) => {
    await freed
    return take(given, cursor, written)
  }
  return { store, free }
}

const intakeOn = (store: IntakeStore) => createIntake(store, createInProcessBell(), createMetrics(), 8, 2)

describe('intake', () => {
  it('answers everybody, with two transactions at once that never meet in a room', async () => {
    const store = new SlowStore()
    const intake = intakeOn(store)
    const all = Array.from({ length: 400 }, (_, i) => said(`r${Math.floor(i / 5)}`, i))
    const answers = await Promise.all(all.map((event) => intake({ events: [event] })))
    expect(answers.map(([answer]) => answer?.message)).toEqual(all.map(({ key }) => key))
    expect([store.most, store.met.size]).toEqual([2, 0])
    expect(Math.max(...store.batches.map(({ length }) => length))).toBeLessThanOrEqual(8)
  })

  it('keeps the order of a room, however much is said in it, and lets the others by', async () => {
    const store = new SlowStore()
    const intake = intakeOn(store)
    const done: string[] = []
    const loud = Array.from({ length: 100 }, (_, i) => said('loud', i))
    const asked = [...loud, said('quiet', 0)].map(async (event) => {
      await intake({ events: [event] })
      done.push(event.room.id)
    })
    await Promise.all(asked)
    const taken = store.batches.flat().filter(({ room }) => room.id === 'loud')
    expect(taken.map(({ at }) => at)).toEqual(loud.map(({ at }) => at))
    expect([store.met.size, done.indexOf('quiet')]).toEqual([0, expect.any(Number)])
    expect(done.indexOf('quiet')).toBeLessThan(100)
  })

  it('refuses alone what spoils a batch', async () => {
    const store = new SlowStore()
    const intake = intakeOn(store)
    const all = [said('a', 1), { ...said('b', 2), text: 'spoils' }, said('c', 3)]
    const answers = await Promise.allSettled(all.map((event) => intake({ events: [event] })))
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it('refuses at once what comes while too much waits already, to be sent again, and takes all the rest when it can', async () => {
    const { store, free } = heldUp()
    const intake = createIntake(store, createInProcessBell(), createMetrics(), 1_000, 2)
    const flood = Array.from({ length: 6_000 }, (_, i) => intake({ events: [said(`r${i}`, i)] }))
    const refused = await Promise.race(
      flood.slice(-1).map((last) =>
        last.then(
          () => null,
          (error: unknown) => error,
        ),
      ),
    )
    expect(refused).toMatchObject({ code: 'UNAVAILABLE', facts: { retryAfter: 1 } })
    free()
    const ends = await Promise.allSettled(flood)
    const taken = ends.filter(({ status }) => status === 'fulfilled').length
    expect(taken).toBeGreaterThanOrEqual(5_000)
    expect(taken).toBeLessThan(6_000)
    expect(new Set(store.batches.flat().map(({ key }) => key)).size).toBe(taken)
    expect((await intake({ events: [said('later', 1)] }))[0]?.taken).toBe('new')
  })

  describe('at a database that takes nothing for a while', () => {
    const ask = (intake: Intake, n: number) => intake({ events: [said(`r${n}`, n)] })
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
    afterEach(() => void vi.useRealTimers())

    it('refuses whoever has waited for three seconds, and is not in anybody’s way afterwards', async () => {
      const { store, free } = heldUp()
      const intake = intakeOn(store)
      const first = Promise.allSettled([ask(intake, 1)])
      await vi.advanceTimersByTimeAsync(2_000)
      const second = ask(intake, 2)
      await vi.advanceTimersByTimeAsync(1_500)
      expect(await first).toMatchObject([{ status: 'rejected', reason: { code: 'UNAVAILABLE', facts: { retryAfter: 1 } } }])
      free()
      await vi.advanceTimersByTimeAsync(100)
      expect(await second).toMatchObject([{ taken: 'new' }])
      expect(store.batches.flat().map(({ at }) => at)).toEqual([2])
      const third = ask(intake, 3)
      await vi.advanceTimersByTimeAsync(100)
      expect(await third).toMatchObject([{ taken: 'new' }])
    })

    it('refuses at once who comes when the first has waited for a second, unless the next transaction has room for him', async () => {
      const { store, free } = heldUp()
      const intake = intakeOn(store)
      const early = Array.from({ length: 7 }, (_, i) => ask(intake, i))
      await vi.advanceTimersByTimeAsync(1_500)
      const fits = ask(intake, 7)
      await expect(ask(intake, 8)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
      free()
      await vi.advanceTimersByTimeAsync(100)
      expect((await Promise.all([...early, fits])).flat().map(({ taken }) => taken)).toEqual(Array.from({ length: 8 }, () => 'new'))
    })
  })
})

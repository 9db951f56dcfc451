import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DeskError } from '../bot/errors.ts'
import { ModelGate } from './model-gate.ts'

const never = new AbortController().signal
/** The gate goes by this clock alone: a machine that stalls opens nothing. */
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms)
const down = (facts = {}) => new DeskError('MODEL_UNREACHABLE', { status: 503, ...facts })
const gateOf = (options = {}) => {
  const seen = { open: [] as boolean[], alerts: [] as DeskError[], calls: 0 }
  const gate = new ModelGate({
    probeMs: 60,
    mostHoldMs: 200,
    onOpen: (open) => seen.open.push(open),
    onAlert: (e) => seen.alerts.push(e),
    ...options,
  })
  const call = (answer: () => Promise<unknown> = async () => 'well') =>
    gate.run(() => {
      seen.calls++
      return answer()
    }, never)
  const fail = (error: DeskError = down()) => call(() => Promise.reject(error)).catch((caught: DeskError) => caught)
  return { gate, seen, call, fail }
}

describe('the gate before an endpoint', () => {
  it('shuts after five failures in a row, each call for itself, and lets one through later', async () => {
    const { gate, seen, call, fail } = gateOf()
    for (let i = 0; i < 9; i++) await fail()
    expect(seen).toMatchObject({ calls: 5, open: [true] })
    expect(gate.shut).toBe(true)
    await expect(call()).rejects.toMatchObject({ facts: { why: 'gate shut' } })
    pass(70)
    expect(await call()).toBe('well')
    expect(gate.shut).toBe(false)
    expect(seen.open).toEqual([true, false])
  })

  it('lets one try at a time through, and whoever comes meanwhile does not wait for it', async () => {
    const { seen, call, fail } = gateOf()
    for (let i = 0; i < 5; i++) await fail()
    pass(70)
    const { promise, resolve } = Promise.withResolvers<string>()
    const probe = call(() => promise)
    const others = await Promise.allSettled(Array.from({ length: 20 }, () => call()))
    expect(others.every((one) => one.status === 'rejected')).toBe(true)
    expect(seen.calls).toBe(6)
    resolve('back')
    expect(await probe).toBe('back')
  })

  it('does not take an answer that makes no sense for an outage', async () => {
    const { gate, fail } = gateOf()
    for (let i = 0; i < 9; i++) await fail(new DeskError('MODEL_ANSWER_INVALID'))
    for (let i = 0; i < 9; i++) await fail(down({ why: 'aborted' }))
    expect(gate.shut).toBe(false)
  })

  it('shuts at once when the endpoint asks everybody to stay away, for as long as it asks and a minute at most', async () => {
    const { gate, seen, call, fail } = gateOf()
    await fail(down({ status: 429, retryAfterMs: 2_000 }))
    expect(gate.shut).toBe(false)
    await fail(down({ status: 429, retryAfterMs: 86_400_000 }))
    expect(gate.shut).toBe(true)
    pass(120)
    await expect(call()).rejects.toMatchObject({ facts: { why: 'gate shut' } })
    pass(100)
    expect(await call()).toBe('well')
    expect(seen.alerts).toEqual([])
  })

  it.each([
    ['a wrong key', { status: 401 }],
    ['a wrong name', { status: 404 }],
    ['no credit', { status: 429, why: 'insufficient_quota' }],
  ])('shuts at once on %s, and tells a person once', async (_, facts) => {
    const { gate, seen, fail } = gateOf()
    for (let i = 0; i < 3; i++) {
      await fail(down(facts))
      expect(gate.shut).toBe(true)
      pass(210)
    }
    expect(seen.calls).toBe(3)
    expect(seen.alerts).toHaveLength(1)
  })

  it('opens wider step by step when the endpoint is back, and everybody who waits gets through', async () => {
    const { call, fail } = gateOf()
    for (let i = 0; i < 5; i++) await fail()
    pass(70)
    let now = 0
    let well = 0
    const mostAt: Record<'first five' | 'next twenty' | 'later', number> = { 'first five': 0, 'next twenty': 0, later: 0 }
    const slow = async () => {
      now++
      const stage = well < 5 ? 'first five' : well < 25 ? 'next twenty' : 'later'
      mostAt[stage] = Math.max(mostAt[stage], now)
      await pause(5)
      now--
      well++
    }
    await call(slow)
    await Promise.all(Array.from({ length: 1_000 }, () => call(slow)))
    expect(well).toBe(1_001)
    expect(mostAt['first five']).toBeLessThanOrEqual(5)
    expect(mostAt['next twenty']).toBeLessThanOrEqual(20)
    expect(mostAt.later).toBeGreaterThan(20)
  })

  it('sends those who wait away when the endpoint goes down again, and one who gives up alone', async () => {
    const { gate, call, fail } = gateOf()
    for (let i = 0; i < 5; i++) await fail()
    pass(70)
    await call()
    const { promise, reject } = Promise.withResolvers<never>()
    const running = Array.from({ length: 5 }, () => call(() => promise).catch(() => 'failed'))
    const waiting = Array.from({ length: 20 }, () => call().catch((error: DeskError) => error.facts['why']))
    const stop = new AbortController()
    const gone = gate.run(async () => 'never', stop.signal).catch((error: DeskError) => error.facts['why'])
    stop.abort()
    expect(await gone).toBe('aborted')
    reject(down())
    await Promise.all(running)
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['gate shut']))
  })
})

import { describe, expect, it } from 'vitest'
import { DeskError } from '../bot/errors.ts'
import { understandContract } from '../testing/contracts/understand.contract.ts'
import { FakeUnderstand } from '../testing/fakes/fake-understand.ts'
import { fixtureConfig as config } from '../testing/fakes/fixture-config.ts'
import { turnOf, viewOf } from '../testing/fakes/fixture-turn.ts'
import { ResilientUnderstanding } from './resilient-understanding.ts'

const down = () => new DeskError('MODEL_UNREACHABLE', { status: 503 })
const nonsense = () => new DeskError('MODEL_ANSWER_INVALID')
const read = (understand: ResilientUnderstanding, signal = new AbortController().signal) =>
  understand.read(turnOf('口红断了'), viewOf(), config, signal)

understandContract('resilient, with a model that is down', async () => {
  const better = new FakeUnderstand('better').fail(...Array.from({ length: 100 }, down))
  return { understand: new ResilientUnderstanding(better, new FakeUnderstand('local-1')) }
})

describe('resilient understanding', () => {
  it('takes the better model while it answers', async () => {
    const both = new ResilientUnderstanding(new FakeUnderstand('better'), new FakeUnderstand('local-1'))
    expect((await read(both)).model).toBe('better')
    expect(both.version()).toBe('better')
  })

  it('reads on this machine when the better model fails, and tells why', async () => {
    const why: string[] = []
    const better = new FakeUnderstand('better').fail(down(), nonsense())
    const both = new ResilientUnderstanding(better, new FakeUnderstand('local-1'), { onFallback: (code) => why.push(code) })
    expect([(await read(both)).model, (await read(both)).model, (await read(both)).model]).toEqual(['local-1', 'local-1', 'better'])
    expect(why).toEqual(['MODEL_UNREACHABLE', 'MODEL_ANSWER_INVALID'])
  })

  it('waits no longer than the budget of a turn', async () => {
    const why: string[] = []
    const both = new ResilientUnderstanding(new FakeUnderstand('better').delay(2_000), new FakeUnderstand('local-1'), {
      budgetMs: 30,
      onFallback: (code) => why.push(code),
    })
    const start = performance.now()
    expect((await read(both)).model).toBe('local-1')
    expect(performance.now() - start).toBeLessThan(1_000)
    expect(why).toEqual(['MODEL_UNREACHABLE'])
  })

  it('goes by the local name while nobody is let through to the endpoint', () => {
    let shut = false
    const both = new ResilientUnderstanding(new FakeUnderstand('better'), new FakeUnderstand('local-1'), { shut: () => shut })
    expect(both.version()).toBe('better')
    shut = true
    expect(both.version()).toBe('local-1')
  })

  it('tells what was paid for answers that came to nothing', async () => {
    const unusable = new DeskError('MODEL_ANSWER_INVALID', { tokensIn: 70, tokensOut: 7, calls: 2 })
    const both = new ResilientUnderstanding(new FakeUnderstand('better').fail(unusable), new FakeUnderstand('local-1'))
    expect(await read(both)).toMatchObject({ model: 'local-1', cost: { tokensIn: 70, tokensOut: 7, calls: 2 } })
  })

  it('counts no failure when the desk itself gives up', async () => {
    const why: string[] = []
    const stop = new AbortController()
    const both = new ResilientUnderstanding(new FakeUnderstand('better').delay(1_000), new FakeUnderstand('local-1'), {
      onFallback: (code) => why.push(code),
    })
    const reading = read(both, stop.signal)
    stop.abort()
    await expect(reading).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE' })
    expect(why).toEqual([])
  })
})

import { describe, expect, it, vi } from 'vitest'
import type { Channel, Outgoing } from '../bot/ports/channel.ts'
import type { SendStore, SendWork } from '../bot/ports/stores.ts'
import { createMemoryChannel } from '../connectors/memory/memory-channel.ts'
import { createLog } from '../kit/log.ts'
import { createMetrics } from '../kit/metrics.ts'
import { createInProcessBell } from './bell/in-process-bell.ts'
import { type SendOptions, startSend } from './send.ts'

const room = { id: 'r', channel: 'memory', account: 'test', external: 'x', thread: null }
const sending = (lane: string): SendWork => ({
  lane,
  fence: 1,
  outgoing: { id: `d-${lane}`, room, kind: 'text', text: lane } satisfies Outgoing,
  channel: 'memory',
  tries: 0,
})

/** What is claimed, batch by batch, and then nothing more; what was kept of it, in words. */
function offering(...batches: readonly (readonly SendWork[])[]) {
  const left = [...batches]
  const kept: string[] = []
  const store: SendStore = {
    claim: async () => left.shift() ?? [],
    settle: async (results) => {
      if (results.some(({ work }) => work.lane === 'bad')) throw new Error('cannot be kept')
      kept.push(...results.map(({ work, outcome }) => `${work.lane} ${JSON.stringify(outcome)}`))
      return { rings: new Set() }
    },
  }
  return { store, kept }
}

/** The loop at work until `seen` holds; what is returned ends it. */
async function working(
  store: SendStore,
  channel: Channel,
  seen: () => void,
  more: Partial<SendOptions> = {},
): Promise<() => Promise<void>> {
  const bell = createInProcessBell()
  const metrics = createMetrics()
  const channels = new Map([['memory', channel]])
  const options = { store, channels, bell, log: createLog({ level: 'silent' }), metrics, least: 8, most: 8, nextDueMs: async () => null }
  const loop = startSend({ ...options, ...more })
  await vi.waitFor(seen, { timeout: 30_000, interval: 5 })
  return async () => {
    await bell.close()
    await loop.stop()
    metrics.close()
  }
}

const many = (kept: readonly string[], n: number) => () => expect(kept.length).toBeGreaterThanOrEqual(n)

describe('the send loop', () => {
  it('keeps the outcomes of the other lanes when those of one cannot be kept', async () => {
    const { store, kept } = offering([sending('good'), sending('bad'), sending('better')])
    const stop = await working(store, createMemoryChannel(), many(kept, 2))
    await stop()
    expect(kept.map((text) => text.split('{')[0])).toEqual(['good ', 'better '])
  })

  it('goes on with other rooms while one platform call hangs, and keeps what came of it when it ends', async () => {
    const { store, kept } = offering([sending('hangs'), sending('first')], [sending('second')], [sending('third')])
    let answer = () => {}
    const hanging = new Promise<void>((resolve) => {
      answer = resolve
    })
    const channel: Channel = {
      ...createMemoryChannel(),
      send: async (out) => {
        if (out.id === 'd-hangs') await hanging
        return { sent: { ref: 'r' } }
      },
    }
    const stop = await working(store, channel, many(kept, 3))
    const prompt = ['first', 'second', 'third'].map((lane) => `${lane} {"sent":{"ref":"r"}}`)
    expect(kept).toEqual(prompt)
    const stopping = stop()
    answer()
    await stopping
    expect(kept).toEqual([...prompt, 'hangs {"sent":{"ref":"r"}}'])
  })

  it('looks once for all that is in doubt in one place, whichever lanes it came by', async () => {
    const doubt = (id: string, thread: string | null, doubtMs: number): SendWork => {
      const work = sending(id)
      return { ...work, outgoing: { ...work.outgoing, room: { ...room, thread } }, doubtMs }
    }
    const { store, kept } = offering([
      doubt('arrived', null, 9_000),
      doubt('lost', null, 9_000),
      doubt('young', null, 100),
      doubt('there', 't1', 9_000),
    ])
    const looks: string[][] = []
    const channel: Channel = {
      ...createMemoryChannel({ can: { idempotent: false } }),
      find: async (ids, { thread }) => {
        looks.push([thread ?? 'the room', ...ids])
        return ids.filter((id) => id === 'd-arrived' || id === 'd-there').map((id) => ({ id, ref: `ref-${id}` }))
      },
    }
    const stop = await working(store, channel, many(kept, 4))
    await stop()
    expect(looks).toEqual([
      ['the room', 'd-arrived', 'd-lost', 'd-young'],
      ['t1', 'd-there'],
    ])
    expect(kept.sort()).toEqual([
      'arrived {"sent":{"ref":"ref-d-arrived"}}',
      'lost {"later":0}',
      'there {"sent":{"ref":"ref-d-there"}}',
      'young {"unknown":true}',
    ])
  })

  it.each([
    [{ paceMs: 1_000 }, 320, [['memory']]],
    [{ paceMs: 0, find: false }, 1_000, []],
  ] as const)('of a channel that %o sleeps %i ms at most: until a pace ends, where something is paced', async (can, slept, asked) => {
    const waits: number[] = []
    const inProcess = createInProcessBell()
    const bell: typeof inProcess = {
      ...inProcess,
      wait: (work, ms, signal) => {
        waits.push(ms)
        return inProcess.wait(work, 1_000, signal)
      },
    }
    const questions: (readonly string[])[] = []
    const nextDueMs = async (channels: readonly string[]) => {
      questions.push(channels)
      return 320
    }
    const seen = () => expect(waits.length).toBeGreaterThanOrEqual(1)
    const stop = await working(offering().store, createMemoryChannel({ can }), seen, { bell, nextDueMs })
    await inProcess.close()
    await stop()
    expect(waits[0]).toBe(slept)
    expect(questions.slice(0, 1)).toEqual(asked)
  })

  it.each([
    [true, 'later'],
    [false, 'unknown'],
  ])('has what was not answered, where a repeat is harmless (%o), as “%s”', async (idempotent, outcome) => {
    const { store, kept } = offering([sending('broken')])
    const memory = createMemoryChannel()
    const channel: Channel = {
      ...memory,
      can: { ...memory.can, idempotent },
      send: async () => {
        throw new Error('the connection broke')
      },
    }
    const stop = await working(store, channel, many(kept, 1))
    await stop()
    expect(kept.map((text) => Object.keys(JSON.parse(text.slice('broken '.length))))).toEqual([[outcome]])
  })
})

import { describe, expect, it, vi } from 'vitest'
import type { Channel, Outgoing } from '../bot/ports/channel.ts'
import type { SendStore, SendWork } from '../bot/ports/stores.ts'
import { createMemoryChannel } from '../connectors/memory/memory-channel.ts'
import { createLog } from '../kit/log.ts'
import { createMetrics } from '../kit/metrics.ts'
import { createInProcessBell } from './bell/in-process-bell.ts'
import { startSend } from './send.ts'

const room = { id: 'r', channel: 'memory', account: 'test', external: 'x', thread: null }
const sending = (lane: string): SendWork => ({
  lane,
  fence: 1,
  outgoing: { id: `d-${lane}`, room, kind: 'text', text: lane } satisfies Outgoing,
  channel: 'memory',
  tries: 0,
})

describe('the send loop', () => {
  it('keeps the outcomes of the other lanes when those of one cannot be kept', async () => {
    const kept: string[] = []
    const offered = [sending('good'), sending('bad'), sending('better')]
    const store: SendStore = {
      claim: async () => offered.splice(0),
      settle: async (results) => {
        if (results.some(({ work }) => work.lane === 'bad')) throw new Error('cannot be kept')
        kept.push(...results.map(({ work, outcome }) => `${work.lane} ${Object.keys(outcome)[0]}`))
        return { rings: new Set() }
      },
    }
    const bell = createInProcessBell()
    const metrics = createMetrics()
    const channel: Channel = createMemoryChannel()
    const loop = startSend({
      store,
      channels: new Map([['memory', channel]]),
      bell,
      log: createLog({ level: 'silent' }),
      metrics,
      least: 8,
      most: 8,
      nextDueMs: async () => null,
    })
    await vi.waitFor(() => expect(kept.length).toBeGreaterThanOrEqual(2), { timeout: 30_000, interval: 5 })
    await bell.close()
    await loop.stop()
    metrics.close()
    expect(kept).toEqual(['good sent', 'better sent'])
  })

  it('goes on with other rooms while one platform call hangs, and keeps what came of it when it ends', async () => {
    const kept: string[] = []
    const offered = [[sending('hangs'), sending('first')], [sending('second')], [sending('third')]]
    const store: SendStore = {
      claim: async () => offered.shift() ?? [],
      settle: async (results) => {
        kept.push(...results.map(({ work, outcome }) => `${work.lane} ${Object.keys(outcome)[0]}`))
        return { rings: new Set() }
      },
    }
    let answer = () => {}
    const hanging = new Promise<void>((resolve) => {
      answer = resolve
    })
    const memory = createMemoryChannel()
    const channel: Channel = {
      ...memory,
      send: async (out) => {
        if (out.id === 'd-hangs') await hanging
        return { sent: { ref: out.id } }
      },
    }
    const bell = createInProcessBell()
    const metrics = createMetrics()
    const log = createLog({ level: 'silent' })
    const loop = startSend({
      store,
      channels: new Map([['memory', channel]]),
      bell,
      log,
      metrics,
      least: 8,
      most: 8,
      nextDueMs: async () => null,
    })
    await vi.waitFor(() => expect(kept.length).toBeGreaterThanOrEqual(3), { timeout: 30_000, interval: 5 })
    expect(kept).toEqual(['first sent', 'second sent', 'third sent'])
    await bell.close()
    const stopping = loop.stop()
    answer()
    await stopping
    metrics.close()
    expect(kept).toEqual(['first sent', 'second sent', 'third sent', 'hangs sent'])
  })

  it('looks once for all that is in doubt in one place, whichever lanes it came by', async () => {
    const doubt = (id: string, thread: string | null, doubtMs: number): SendWork => {
      const work = sending(id)
      return { ...work, outgoing: { ...work.outgoing, room: { ...room, thread } }, doubtMs }
    }
    const offered = [doubt('arrived', null, 9_000), doubt('lost', null, 9_000), doubt('young', null, 100), doubt('there', 't1', 9_000)]
    const kept: string[] = []
    const store: SendStore = {
      claim: async () => offered.splice(0),
      settle: async (results) => {
        kept.push(...results.map(({ work, outcome }) => `${work.lane} ${JSON.stringify(outcome)}`))
        return { rings: new Set() }
      },
    }
    const looks: string[][] = []
    const channel: Channel = {
      ...createMemoryChannel({ can: { idempotent: false } }),
      find: async (ids, { thread }) => {
        looks.push([thread ?? 'the room', ...ids])
        return ids.filter((id) => id === 'd-arrived' || id === 'd-there').map((id) => ({ id, ref: `ref-${id}` }))
      },
    }
    const bell = createInProcessBell()
    const metrics = createMetrics()
    const log = createLog({ level: 'silent' })
    const loop = startSend({
      store,
      channels: new Map([['memory', channel]]),
      bell,
      log,
      metrics,
      least: 8,
      most: 8,
      nextDueMs: async () => null,
    })
    await vi.waitFor(() => expect(kept.length).toBeGreaterThanOrEqual(4), { timeout: 30_000, interval: 5 })
    await bell.close()
    await loop.stop()
    metrics.close()
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

  it('sleeps no longer than until a pace ends, and asks for that only where something is paced', async () => {
    for (const [can, slept] of [
      [{ paceMs: 1_000 }, 320],
      [{ paceMs: 0, find: false }, 1_000],
    ] as const) {
      const waits: number[] = []
      const inProcess = createInProcessBell()
      const bell: typeof inProcess = {
        ...inProcess,
        wait: (work, ms, signal) => {
          waits.push(ms)
          return inProcess.wait(work, 1_000, signal)
        },
      }
      const metrics = createMetrics()
      const asked: (readonly string[])[] = []
      const loop = startSend({
        store: { claim: async () => [], settle: async () => ({ rings: new Set() }) },
        channels: new Map([['memory', createMemoryChannel({ can })]]),
        bell,
        log: createLog({ level: 'silent' }),
        metrics,
        least: 8,
        most: 8,
        nextDueMs: async (channels) => {
          asked.push(channels)
          return 320
        },
      })
      await vi.waitFor(() => expect(waits.length).toBeGreaterThanOrEqual(1), { timeout: 30_000, interval: 5 })
      await bell.close()
      await loop.stop()
      metrics.close()
      expect(waits[0]).toBe(slept)
      expect(asked.slice(0, 1)).toEqual(can.paceMs > 0 ? [['memory']] : [])
    }
  })

  it('repeats what was not answered where a repeat is harmless, and is in doubt elsewhere', async () => {
    const memory = createMemoryChannel()
    for (const [idempotent, outcome] of [
      [true, 'later'],
      [false, 'unknown'],
    ] as const) {
      const kept: string[] = []
      const offered = [sending('broken')]
      const store: SendStore = {
        claim: async () => offered.splice(0),
        settle: async (results) => {
          kept.push(...results.flatMap((result) => Object.keys(result.outcome)))
          return { rings: new Set() }
        },
      }
      const channel: Channel = {
        ...memory,
        can: { ...memory.can, idempotent },
        send: async () => {
          throw new Error('the connection broke')
        },
      }
      const bell = createInProcessBell()
      const metrics = createMetrics()
      const log = createLog({ level: 'silent' })
      const loop = startSend({
        store,
        channels: new Map([['memory', channel]]),
        bell,
        log,
        metrics,
        least: 8,
        most: 8,
        nextDueMs: async () => null,
      })
      await vi.waitFor(() => expect(kept.length).toBeGreaterThanOrEqual(1), { timeout: 30_000, interval: 5 })
      await bell.close()
      await loop.stop()
      metrics.close()
      expect(kept).toEqual([outcome])
    }
  })
})

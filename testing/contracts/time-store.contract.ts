import { describe, expect, it } from 'vitest'
import { decide } from '../../bot/desk.ts'
import type { Timer, View } from '../../bot/domain/view.ts'
import { countingMint } from '../fakes/fixture-desk.ts'
import type { StoresRig } from './stores-rig.ts'

const deciding = (timer: Timer, view: View) => decide(view, { is: 'timer', timer }, countingMint())
const HOUR = 3_600
/** A lease, and the longest pause after one that ended by itself; seconds. */
const LEASE = 15
const PAUSE = 12

/** The promises of the rig's config: first response 30 minutes, resolution 60. */
const kindsOf = (claimed: readonly { readonly timer: Timer }[]) => claimed.map(({ timer }) => `${timer.kind} ${timer.subject}`)

const cases = {
  'claims what is due, oldest first, and for one worker at a time': async ({ open, pass, worker, other }: StoresRig) => {
    await open('ann', 'it broke')
    expect(await worker.time.claim(8)).toEqual([])
    await pass(2 * HOUR)
    expect(kindsOf(await worker.time.claim(8))).toEqual(['promise first-response', 'promise resolution'])
    expect(await other.time.claim(8)).toEqual([])
  },
  'gives what was in hand when a worker died to another, one by one': async ({ open, pass, worker, other }: StoresRig) => {
    await open('ann', 'it broke')
    await pass(2 * HOUR)
    expect(await worker.time.claim(8)).toHaveLength(2)
    await pass(LEASE)
    expect(kindsOf(await other.time.claim(8))).toEqual(['promise first-response'])
    expect(kindsOf(await other.time.claim(8))).toEqual(['promise resolution'])
    expect(await other.time.claim(8)).toEqual([])
  },
  'keeps a promise within half a minute of the worker’s last death, however often it was in hand when one died': async (rig: StoresRig) => {
    const { id } = await rig.open('ann', 'it broke')
    await rig.pass(2 * HOUR)
    for (let deaths = 0; deaths < 30; deaths++) {
      const claimed = await rig.worker.time.claim(8)
      expect(claimed.length).toBeGreaterThan(0)
      await rig.pass(LEASE + PAUSE)
    }
    const [due] = await rig.other.time.claim(8)
    if (!due) throw new Error('nobody keeps it any more')
    await rig.other.time.commit([due.timer], (timer, view) => deciding(timer, { ...view, now: timer.due + 4 * HOUR * 1_000 }))
    expect(await rig.count('ticket_event', `ticket_id = '${id}'`)).toBe(2)
  },
  'tries what fails ever more seldom, at least once an hour, and what the database was away for soon again': async (rig: StoresRig) => {
    await rig.open('ann', 'it broke')
    await rig.pass(2 * HOUR)
    const putOff = async (blame: 'item' | 'desk') => {
      const claimed = await rig.worker.time.claim(8)
      for (const { timer } of claimed) await rig.worker.time.putOff(timer, blame)
      return claimed.length
    }
    expect(await putOff('desk')).toBe(2)
    await rig.pass(LEASE)
    for (let failures = 0; failures < 10; failures++) {
      const half = Math.min(LEASE * 2 ** failures, HOUR) / 2
      expect(await putOff('item')).toBe(2)
      await rig.pass(half)
      expect(await rig.worker.time.claim(8)).toEqual([])
      await rig.pass(half)
    }
    expect(await putOff('desk')).toBe(2)
    await rig.pass(LEASE)
    expect(await rig.worker.time.claim(8)).toHaveLength(2)
  },
  'decides once about a time, together with all that follows from it': async ({ open, pass, worker, count }: StoresRig) => {
    const { id } = await open('ann', 'it broke')
    await pass(2 * HOUR)
    const timers = (await worker.time.claim(8)).map(({ timer }) => timer)
    let decided = 0
    const counted = (timer: Timer, view: View) => {
      decided++
      return { ...deciding(timer, { ...view, now: timer.due + 2 * HOUR * 1_000 }) }
    }
    await worker.time.commit(timers, counted)
    await worker.time.commit(timers, counted)
    expect([decided, await count('ticket_event', `ticket_id = '${id}'`), await count('delivery', `kind = 'ping'`)]).toEqual([2, 3, 2])
    expect(await worker.time.claim(8)).toEqual([])
  },
  'decides nothing about a time that was moved or taken away after it was claimed': async ({
    open,
    pass,
    intake,
    command,
    worker,
  }: StoresRig) => {
    const { id } = await open('ann', 'it broke')
    await pass(2 * HOUR)
    const timers = (await worker.time.claim(8)).map(({ timer }) => timer)
    await intake.take([
      { ...command('lin', 'take', id), channel: 'web', account: 'desk', room: { id: 'after-sales' } },
      { ...command('lin', 'resolve', id), channel: 'web', account: 'desk', room: { id: 'after-sales' } },
    ])
    await worker.commit(await worker.converse.claim('quick', 8, 'v'))
    let decided = 0
    await worker.time.commit(timers, (timer, view) => {
      decided++
      return deciding(timer, view)
    })
    expect(decided).toBe(0)
  },
  'changes nothing when a decision fails, and the time comes again': async ({ open, pass, worker, count }: StoresRig) => {
    await open('ann', 'it broke')
    await pass(2 * HOUR)
    const timers = (await worker.time.claim(8)).map(({ timer }) => timer)
    await expect(
      worker.time.commit(timers, () => {
        throw new Error('cannot be decided')
      }),
    ).rejects.toThrow('cannot be decided')
    expect(await count('ticket_event')).toBe(1)
    for (const timer of timers) await worker.time.putOff(timer, 'item')
    await pass(LEASE)
    expect(await worker.time.claim(8)).toHaveLength(2)
  },
  'lets nobody hear of a time that came before a restore until a person says so; later times are told': async (rig: StoresRig) => {
    const { open, pass, restored, worker, count } = rig
    const keep = async () => {
      const timers = (await worker.time.claim(8)).map(({ timer }) => timer)
      // The rig’s views stand still in time; a promise is broken only once it is over.
      await worker.time.commit(timers, (timer, view) => deciding(timer, { ...view, now: timer.due + 2 * HOUR * 1_000 }))
      return timers.length
    }
    const waiting = `state = 'held' and reason = 'restore'`
    await open('ann', 'it broke')
    await pass(2 * HOUR)
    const before = await count('delivery')
    await restored()
    expect(await keep()).toBeGreaterThan(0)
    const told = (await count('delivery')) - before
    expect(told).toBeGreaterThan(0)
    expect(await count('delivery', waiting)).toBe(told)
    await open('bob', 'it broke')
    await restored()
    await pass(2 * HOUR)
    expect(await keep()).toBeGreaterThan(0)
    expect(await count('delivery', waiting)).toBe(told)
  },
} satisfies Record<string, (rig: StoresRig) => Promise<void>>

export function timeStoreContract(name: string, start: () => Promise<StoresRig>): void {
  describe(`time store contract: ${name}`, { timeout: 30_000 }, () => {
    for (const [title, check] of Object.entries(cases)) it(title, async () => check(await start()))
  })
}

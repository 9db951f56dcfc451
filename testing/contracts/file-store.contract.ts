/** What every store of files to be fetched promises: fetched by one worker, tried a few times, and never for what a crash did. */
import { describe, expect, it } from 'vitest'
import type { FileWork } from '../../bot/ports/stores.ts'
import { LEASE, only, PAUSE, type StoresRig, type Worker } from './stores-rig.ts'

const CHANNELS = ['safe']
const STORED = { stored: { blob: 'a'.repeat(64), size: 3, mime: 'image/png' } }
const BROKEN = { failed: 'CHANNEL_UNREACHABLE', again: true } as const
/** Seconds between tries. */
const WAITS = [3, 11, 61, 301, 901]

const withFile = (rig: StoresRig, customer: string) =>
  rig.say(customer, 'it broke', { files: [{ ref: `at-${customer}`, name: 'broken.png', mime: 'image/png', size: 3 }] })
const claim = (worker: Worker) => worker.files.claim(CHANNELS, 4)
const stateOf = async (rig: StoresRig, ref: string, state: string) =>
  (await rig.count('attachment', `ref = '${ref}' and state = '${state}'`)) === 1

const cases = {
  'gives a file to one worker, and to another when that one died; what the first one got too late is thrown away': async (
    rig: StoresRig,
  ) => {
    await withFile(rig, 'ann')
    const late = only(await claim(rig.worker))
    expect(late).toMatchObject({ channel: 'safe', ref: 'at-ann', tries: 1, worn: false })
    expect(await claim(rig.other)).toEqual([])
    await rig.pass(LEASE)
    const work = only(await claim(rig.other))
    await rig.worker.files.settle(late, BROKEN)
    expect(await stateOf(rig, 'at-ann', 'waiting')).toBe(true)
    await rig.other.files.settle(work, STORED)
    expect(await stateOf(rig, 'at-ann', 'stored')).toBe(true)
    expect(await claim(rig.worker)).toEqual([])
  },
  'leaves a file to the worker that goes on fetching it': async (rig: StoresRig) => {
    await withFile(rig, 'bob')
    const work = only(await claim(rig.worker))
    await rig.pass(LEASE - 6)
    await rig.worker.files.renew([work])
    await rig.pass(LEASE - 6)
    expect(await claim(rig.other)).toEqual([])
  },
  'tries a file six times, ever later, and gives it up': async (rig: StoresRig) => {
    await withFile(rig, 'cleo')
    for (const [i, seconds] of [...WAITS, 3_600].entries()) {
      const work = only(await claim(rig.worker))
      expect(work.tries).toBe(i + 1)
      await rig.worker.files.settle(work, BROKEN)
      expect(await claim(rig.worker)).toEqual([])
      await rig.pass(seconds)
    }
    expect(await claim(rig.worker)).toEqual([])
    expect(await stateOf(rig, 'at-cleo', 'failed')).toBe(true)
  },
  'does not count as a try that a process died or ended with it in hand': async (rig: StoresRig) => {
    await withFile(rig, 'dora')
    for (let deaths = 0; deaths < 8; deaths++) {
      expect(only(await claim(rig.worker))).toMatchObject({ tries: 1, worn: false })
      await rig.pass(LEASE + PAUSE)
    }
    for (let ends = 0; ends < 8; ends++) {
      const work = only(await claim(rig.other))
      expect(work).toMatchObject({ tries: 1, worn: false })
      await rig.other.files.settle(work, { stopped: true })
    }
    await rig.other.files.settle(only(await claim(rig.other)), BROKEN)
    await rig.pass(WAITS[0] ?? 0)
    expect(only(await claim(rig.other))).toMatchObject({ tries: 2, worn: false })
  },
  'claims alone what was in hand when a process died, and gives it up after ten deaths; who was in hand with it is fetched': async (
    rig: StoresRig,
  ) => {
    await withFile(rig, 'poison')
    await withFile(rig, 'emil')
    await withFile(rig, 'fay')
    expect(await claim(rig.worker)).toHaveLength(3)
    await rig.pass(LEASE)
    let deaths = 1
    const done: FileWork[] = []
    for (let works = await claim(rig.other); works.length > 0; works = await claim(rig.other)) {
      const work = only(works)
      if (work.ref === 'at-poison' && !work.worn) {
        deaths++
        await rig.pass(LEASE + PAUSE)
      } else {
        done.push(work)
        await rig.other.files.settle(work, work.worn ? { ...BROKEN, again: false } : STORED)
      }
    }
    expect([deaths, done.length]).toEqual([10, 3])
    expect(await stateOf(rig, 'at-poison', 'failed')).toBe(true)
    for (const ref of ['at-emil', 'at-fay']) expect(await stateOf(rig, ref, 'stored')).toBe(true)
  },
} satisfies Record<string, (rig: StoresRig) => Promise<void>>

export function fileStoreContract(name: string, start: () => Promise<StoresRig>): void {
  describe(`file store contract: ${name}`, () => {
    for (const [title, check] of Object.entries(cases)) it(title, async () => check(await start()), 30_000)
  })
}

/** What stores of trainings, and of what customers are, promise. */
import { describe, expect, it } from 'vitest'
import type { Customers } from '../../bot/ports/customers.ts'
import type { Training, Trainings } from '../../bot/ports/trainings.ts'
import type { StoresRig } from './stores-rig.ts'

export interface KnownRig extends StoresRig {
  readonly trainings: Trainings
  readonly customers: Customers
}

const CAME: Training = {
  outcome: 'used',
  version: 2,
  accuracy: 0.91,
  inUse: 0.9,
  learned: 23,
  examples: 1_000,
  millis: 812.6,
  told: true,
}
const MANAGERS = { channel: 'web', account: 'desk', room: 'managers' }

const cases = {
  'keeps what came of a training and says it in the rooms, the newest first': async ({ trainings, worker, count }: KnownRig) => {
    await trainings.keep(CAME, [{ room: MANAGERS, text: 'it learned' }])
    await trainings.keep({ ...CAME, outcome: 'refused', version: null, told: false }, [])
    const kept = await trainings.newest(5)
    expect(kept.slice(0, 2)).toMatchObject([
      { outcome: 'refused', version: null, told: false },
      { outcome: 'used', version: 2, inUse: 0.9, learned: 23, millis: 813, told: true },
    ])
    for (const { ageMs } of kept) expect(Math.abs(ageMs)).toBeLessThan(600_000)
    expect(await count('delivery', `ticket_id is null and body like '%it learned%'`)).toBe(1)
    const [work] = await worker.send.claim(['web'], 8)
    expect(work?.outgoing).toMatchObject({ text: 'it learned' })
  },
  'keeps both or neither, and the last hundred': async ({ trainings, count }: KnownRig) => {
    await expect(trainings.keep({ ...CAME, outcome: 'never' as 'used' }, [{ room: MANAGERS, text: 'never said' }])).rejects.toThrow()
    expect(await count('delivery', `body like '%never said%'`)).toBe(0)
    for (let i = 0; i < 102; i++) await trainings.keep({ ...CAME, version: i }, [])
    expect(await count('training')).toBe(100)
    expect((await trainings.newest(1))[0]?.version).toBe(101)
    // A room that desk.yaml no longer has is told nothing.
    await trainings.keep(CAME, [{ room: { ...MANAGERS, room: 'gone' }, text: 'to nobody' }])
    expect(await count('delivery', `body like '%to nobody%'`)).toBe(0)
  },
  'finds a customer by what a platform calls them, and tells and changes what they are': async ({ customers, say }: KnownRig) => {
    await say('ann', 'hello')
    const place = { channel: 'safe', account: 'main', external: 'ann' }
    const [ann] = await customers.known(place)
    expect(ann).toMatchObject({ name: 'ann', level: null, identities: [place] })
    expect(await customers.known({ ...place, account: 'other' })).toEqual([])
    expect(await customers.setLevel(ann?.id ?? '', 'vip')).toBe(true)
    expect(await customers.customer(ann?.id ?? '')).toMatchObject({ level: 'vip' })
    expect(await customers.setLevel('nobody', 'vip')).toBe(false)
    expect(await customers.customer('nobody')).toBeNull()
  },
} satisfies Record<string, (rig: KnownRig) => Promise<void>>

export function trainingsContract(name: string, start: () => Promise<KnownRig>): void {
  describe(`trainings and customers: ${name}`, { timeout: 60_000 }, () => {
    for (const [title, check] of Object.entries(cases)) it(title, async () => check(await start()))
  })
}

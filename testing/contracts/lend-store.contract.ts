/** Two processes lend to one remote channel, whose answers come to either. */
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../bot/ports/channel.ts'
import { only, type StoresRig } from './stores-rig.ts'

const CHANNEL = 'safe'
const SENT: Outcome = { sent: { ref: 'shown' } }

const idsOf = async (rig: StoresRig, worker: 'worker' | 'other' = 'worker') =>
  (await rig[worker].lends.lend(CHANNEL, 8)).lent.map(({ id }) => id)
const shown = (rig: StoresRig) => rig.count('delivery', "state = 'sent' and ref = 'shown'")
/** What a customer's room is owed: two texts in one lane. */
async function owed(rig: StoresRig): Promise<readonly string[]> {
  await rig.open('ann', 'it broke')
  return idsOf(rig)
}

const cases = {
  'lends in order, to one process at a time, and only to the channel it is for': async (rig: StoresRig) => {
    const ids = await owed(rig)
    expect(ids.length).toBeGreaterThan(1)
    expect([...ids].sort()).toEqual(ids)
    expect(await idsOf(rig, 'other')).toEqual([])
    expect((await rig.other.lends.settle('unsafe', ids[0] ?? '', SENT)).known).toBe(false)
    expect((await rig.other.lends.settle(CHANNEL, 'f'.repeat(32), SENT)).known).toBe(false)
  },
  'takes what came of it at the process that did not lend it, once': async (rig: StoresRig) => {
    const ids = await owed(rig)
    for (const id of ids) expect((await rig.other.lends.settle(CHANNEL, id, SENT)).known).toBe(true)
    expect(await shown(rig)).toBe(ids.length)
    expect(await rig.count('lent')).toBe(0)
    // Told again, and otherwise: the first word counts.
    for (const id of ids) expect((await rig.worker.lends.settle(CHANNEL, id, { refused: 'CHANNEL_REJECTED' })).known).toBe(true)
    expect(await shown(rig)).toBe(ids.length)
    await rig.pass(60)
    expect(await idsOf(rig)).toEqual([])
  },
  'takes the same outcome from two processes at the same moment once': async (rig: StoresRig) => {
    const ids = await owed(rig)
    const told = ids.flatMap((id) => [rig.worker, rig.other].map((worker) => worker.lends.settle(CHANNEL, id, SENT)))
    expect((await Promise.all(told)).every(({ known }) => known)).toBe(true)
    expect(await rig.count('lent')).toBe(0)
    expect(await shown(rig)).toBe(ids.length)
    await rig.pass(60)
    expect(await idsOf(rig)).toEqual([])
  },
  'keeps what was told in part, and lends only the rest again': async (rig: StoresRig) => {
    const [first = '', ...rest] = await owed(rig)
    await rig.other.lends.settle(CHANNEL, first, SENT)
    expect(await shown(rig)).toBe(0)
    await rig.pass(13)
    expect(await idsOf(rig, 'other')).toEqual(rest)
    expect(await shown(rig)).toBe(1)
    for (const id of rest) await rig.worker.lends.settle(CHANNEL, id, SENT)
    expect(await shown(rig)).toBe(rest.length + 1)
  },
  'lends again under the same ids what nobody told of; what is told late still counts': async (rig: StoresRig) => {
    const ids = await owed(rig)
    await rig.pass(16)
    expect(await idsOf(rig, 'other')).toEqual(ids)
    await rig.pass(16)
    // The one that lent it last has died; its predecessor hears the answers before it is lent once more.
    for (const id of ids) expect((await rig.worker.lends.settle(CHANNEL, id, SENT)).known).toBe(true)
    expect(await idsOf(rig)).toEqual([])
    expect(await shown(rig)).toBe(ids.length)
  },
  'lends like new what a person tries again after it was refused': async (rig: StoresRig) => {
    const ids = await owed(rig)
    for (const id of ids) await rig.other.lends.settle(CHANNEL, id, { refused: 'CHANNEL_REJECTED' })
    expect(await rig.count('delivery', "state = 'failed'")).toBe(ids.length)
    for (const id of ids) await rig.retry(id)
    expect(await idsOf(rig)).toEqual(ids)
    for (const id of ids) await rig.other.lends.settle(CHANNEL, id, SENT)
    expect(await shown(rig)).toBe(ids.length)
  },
  'lends a card to draw anew, which either process hears of': async (rig: StoresRig) => {
    const { id } = await rig.open('ann', 'it broke')
    for (const out of (await rig.worker.lends.lend('web', 8)).lent)
      await rig.worker.lends.settle('web', out.id, { sent: { ref: 'card-1' } })
    await rig.intake.take([rig.command(await rig.agent('lin'), 'take', id)])
    await rig.worker.commit(await rig.worker.converse.claim('quick', 8, 'v'))
    const drawn = (await rig.worker.lends.lend('web', 8)).lent.filter(({ kind }) => kind === 'redraw')
    const card = only(drawn)
    expect((await rig.other.lends.settle('web', card.id, SENT)).known).toBe(true)
    expect((await rig.worker.lends.settle('web', card.id, SENT)).known).toBe(true)
    await rig.pass(60)
    expect((await rig.other.lends.lend('web', 8)).lent.filter(({ kind }) => kind === 'redraw')).toEqual([])
  },
} satisfies Record<string, (rig: StoresRig) => Promise<void>>

export function lendStoreContract(name: string, start: () => Promise<StoresRig>): void {
  describe(`lend store contract: ${name}`, { timeout: 30_000 }, () => {
    for (const [title, check] of Object.entries(cases)) it(title, async () => check(await start()))
  })
}

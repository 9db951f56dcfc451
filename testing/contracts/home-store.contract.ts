import { describe, expect, it } from 'vitest'
import type { Home } from '../../bot/cards/home.ts'
import type { HomeWork } from '../../bot/ports/stores.ts'
import { messageOf, only, type StoresRig } from './stores-rig.ts'

const SENT = { sent: { ref: 'lin' } } as const

async function look(rig: StoresRig, who = 'lin'): Promise<void> {
  const more = { channel: 'web', account: 'desk', room: { id: who }, what: 'enter' as const, value: { home: true } }
  await rig.intake.take([messageOf(who, '', more)])
}
const claim = (rig: StoresRig) => rig.worker.homes.claim(['web'], 8)
const draw = (rig: StoresRig, work: HomeWork, outcome: Parameters<typeof rig.worker.homes.settle>[0][0]['outcome'] = SENT) =>
  rig.worker.homes.settle([{ work, outcome }])
const homeOf = ({ outgoing }: HomeWork): Home => {
  if (outgoing.kind !== 'home') throw new Error(`a ${outgoing.kind}`)
  return outgoing.home
}
/** Titles of the lists: at risk, mine, waiting. */
const listsOf = (work: HomeWork) => homeOf(work).lists.map(({ rows }) => rows.map(({ title }) => title))
async function act(rig: StoresRig, ticket: string, action: string): Promise<void> {
  await rig.intake.take([{ ...rig.command('lin', action, ticket), channel: 'web', account: 'desk', room: { id: 'after-sales' } }])
  await rig.worker.commit(await rig.worker.converse.claim('quick', 8, 'v'))
}
/** Lin has looked, and sees what there is. */
async function watched(rig: StoresRig): Promise<void> {
  await look(rig)
  await draw(rig, only(await claim(rig)))
  await rig.pass(4)
  expect(await claim(rig)).toEqual([])
}

const cases = {
  'draws for agents who looked, for nobody else, and makes nobody a customer': async (rig: StoresRig) => {
    await rig.open('ann', 'it broke')
    expect(await claim(rig)).toEqual([])
    const customers = await rig.count('customer')
    await look(rig)
    await look(rig, 'stranger')
    const work = only(await claim(rig))
    expect([work.external, listsOf(work).map((rows) => rows.length)]).toEqual(['lin', [1, 0, 1]])
    expect(await rig.count('customer')).toBe(customers)
  },
  'draws once for several changes, the newest only, and nothing when it would look the same': async (rig: StoresRig) => {
    await watched(rig)
    const { id, number } = await rig.open('ann', 'it broke')
    await act(rig, id, 'take')
    await rig.pass(1)
    const work = only(await claim(rig))
    expect(listsOf(work)[1]).toEqual([expect.stringContaining(`T-${number} `)])
    await draw(rig, work)
    // Without a promise that runs nothing changes by itself.
    await act(rig, id, 'resolve')
    await rig.pass(1)
    await draw(rig, only(await claim(rig)))
    for (let i = 0; i < 4; i++) {
      await rig.pass(4)
      expect(await claim(rig)).toEqual([])
    }
  },
  'draws again what changed while it was drawn': async (rig: StoresRig) => {
    await watched(rig)
    const { id } = await rig.open('ann', 'it broke')
    await rig.pass(1)
    const work = only(await claim(rig))
    await act(rig, id, 'take')
    await draw(rig, work)
    await rig.pass(1)
    expect(listsOf(only(await claim(rig)))[1]).toHaveLength(1)
  },
  'is one worker’s at a time, and another’s when that one died': async (rig: StoresRig) => {
    await look(rig)
    const dead = only(await claim(rig))
    expect(await rig.other.homes.claim(['web'], 8)).toEqual([])
    await rig.pass(16)
    const living = only(await rig.other.homes.claim(['web'], 8))
    await draw(rig, dead, { refused: 'CHANNEL_REJECTED' })
    await rig.other.homes.settle([{ work: living, outcome: SENT }])
    await rig.pass(4)
    expect(await claim(rig)).toEqual([])
  },
  'waits as long as the platform says, and tries again what failed; what is refused rests until they look again': async (
    rig: StoresRig,
  ) => {
    await look(rig)
    await draw(rig, only(await claim(rig)), { later: 5_000 })
    await rig.pass(4)
    expect(await claim(rig)).toEqual([])
    await rig.pass(2)
    await draw(rig, only(await claim(rig)), { unknown: true })
    expect(await claim(rig)).toEqual([])
    await rig.pass(6)
    await draw(rig, only(await claim(rig)), { refused: 'CHANNEL_REJECTED' })
    await rig.pass(700)
    expect(await claim(rig)).toEqual([])
    await look(rig)
    await draw(rig, only(await claim(rig)))
  },
} satisfies Record<string, (rig: StoresRig) => Promise<void>>

export function homeStoreContract(name: string, start: () => Promise<StoresRig>): void {
  describe(`home store contract: ${name}`, { timeout: 30_000 }, () => {
    for (const [title, check] of Object.entries(cases)) it(title, async () => check(await start()))
  })
}

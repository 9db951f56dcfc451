/** What every store of lookups promises: asked by the transaction that sets the field, claimed once, answered once. */
import { describe, expect, it } from 'vitest'
import { LEASE, only, PAUSE, type StoresRig } from './stores-rig.ts'

const FOUND = { found: { phone: '13800138000' } } as const

/** A ticket of a customer with this order number, set by an agent. */
async function withOrder(rig: StoresRig, customer: string, order: string): Promise<string> {
  const { id } = await rig.open(customer, 'it broke')
  await setOrder(rig, id, order)
  return id
}
async function setOrder(rig: StoresRig, ticket: string, order: string): Promise<void> {
  const command = rig.command('lin', 'field', ticket, { name: 'order_no', value: order })
  await rig.intake.take([{ ...command, channel: 'web', account: 'desk', room: { id: 'after-sales' } }])
  await rig.worker.commit(await rig.worker.converse.claim('quick', 8, 'v'))
}

const cases = {
  'asks nothing while a ticket has no such field': async (rig: StoresRig) => {
    await rig.open('ann', 'it broke')
    expect(await rig.worker.lookups.claim(8)).toEqual([])
  },
  'gives a lookup to one worker, and to another when that one died': async (rig: StoresRig) => {
    const ticket = await withOrder(rig, 'bob', '1234')
    expect(only(await rig.worker.lookups.claim(8))).toEqual({ ticket, key: 'order', gen: 1, tries: 1, worn: false, value: '1234' })
    expect(await rig.other.lookups.claim(8)).toEqual([])
    await rig.pass(16)
    expect(only(await rig.other.lookups.claim(8))).toMatchObject({ ticket, tries: 1 })
  },
  'keeps an answer and has the card drawn again': async (rig: StoresRig) => {
    const ticket = await withOrder(rig, 'cleo', '1234')
    const work = only(await rig.worker.lookups.claim(8))
    const before = await rig.count('card', `ticket_id = '${ticket}' and wanted >= 3`)
    expect(await rig.worker.lookups.settle([{ work, answer: FOUND }])).toEqual({ drawn: true })
    expect(await rig.worker.lookups.of(ticket)).toEqual([
      { origin: 'lookup', key: 'order', state: 'found', asked: '1234', values: FOUND.found, why: null, at: expect.any(Number) },
    ])
    expect(await rig.count('card', `ticket_id = '${ticket}' and wanted >= 3`)).toBe(before + 1)
    expect(await rig.worker.lookups.claim(8)).toEqual([])
  },
  'throws away the answer of a worker that lost it, and one to an older question': async (rig: StoresRig) => {
    const ticket = await withOrder(rig, 'dora', '1234')
    const late = only(await rig.worker.lookups.claim(8))
    await setOrder(rig, ticket, '5678')
    const work = only(await rig.other.lookups.claim(8))
    expect(work).toMatchObject({ gen: 2, tries: 1, value: '5678' })
    expect(await rig.worker.lookups.settle([{ work: late, answer: FOUND }])).toEqual({ drawn: false })
    expect(only(await rig.worker.lookups.of(ticket))).toMatchObject({ state: 'waiting' })
    await rig.other.lookups.settle([{ work, answer: { absent: true } }])
    expect(only(await rig.worker.lookups.of(ticket))).toMatchObject({ state: 'absent', asked: '5678', values: {} })
  },
  'tries what failed again twice, then no more': async (rig: StoresRig) => {
    const ticket = await withOrder(rig, 'emil', '1234')
    for (const [i, seconds] of [31, 301, 3_600].entries()) {
      const work = only(await rig.worker.lookups.claim(8))
      expect(work.tries).toBe(i + 1)
      await rig.worker.lookups.settle([{ work, answer: { failed: 'timeout' } }])
      expect(only(await rig.worker.lookups.of(ticket))).toMatchObject({ state: 'failed', why: 'timeout' })
      expect(await rig.worker.lookups.claim(8)).toEqual([])
      await rig.pass(seconds)
    }
    expect(await rig.worker.lookups.claim(8)).toEqual([])
  },
  'does not count as a try that a process died with it in hand': async (rig: StoresRig) => {
    const ticket = await withOrder(rig, 'fay', '1234')
    for (let deaths = 0; deaths < 4; deaths++) {
      expect(only(await rig.worker.lookups.claim(8))).toMatchObject({ ticket, tries: 1, worn: false })
      await rig.pass(LEASE + PAUSE)
    }
    for (const seconds of [31, 301]) {
      await rig.other.lookups.settle([{ work: only(await rig.other.lookups.claim(8)), answer: { failed: 'timeout' } }])
      await rig.pass(seconds)
    }
    expect(only(await rig.other.lookups.claim(8))).toMatchObject({ tries: 3, worn: false })
  },
  'claims alone what was in hand when a process died, and gives it up after ten deaths; who was in hand with it is asked': async (
    rig: StoresRig,
  ) => {
    const poison = await withOrder(rig, 'gil', '1234')
    const ticket = await withOrder(rig, 'hal', '5678')
    expect(await rig.worker.lookups.claim(8)).toHaveLength(2)
    await rig.pass(LEASE)
    let deaths = 1
    for (let works = await rig.other.lookups.claim(8); works.length > 0; works = await rig.other.lookups.claim(8)) {
      const work = only(works)
      if (work.ticket === poison && !work.worn) {
        deaths++
        await rig.pass(LEASE + PAUSE)
      } else await rig.other.lookups.settle([{ work, answer: work.worn ? { failed: 'unreachable' } : FOUND }])
    }
    expect(deaths).toBe(10)
    expect(only(await rig.worker.lookups.of(poison))).toMatchObject({ state: 'failed', why: 'unreachable' })
    expect(only(await rig.worker.lookups.of(ticket))).toMatchObject({ state: 'found' })
    await rig.pass(3_600)
    expect(await rig.worker.lookups.claim(8)).toEqual([])
  },
} satisfies Record<string, (rig: StoresRig) => Promise<void>>

export function lookupStoreContract(name: string, start: () => Promise<StoresRig>): void {
  describe(`lookup store contract: ${name}`, () => {
    for (const [title, check] of Object.entries(cases)) it(title, async () => check(await start()), 30_000)
  })
}

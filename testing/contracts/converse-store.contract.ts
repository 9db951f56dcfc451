import { describe, expect, it } from 'vitest'
import type { Blame } from '../../bot/ports/stores.ts'
import type { ReadingCost } from '../../bot/ports/understand.ts'
import { about, understood } from '../fakes/fixture-desk.ts'
import { LEASE, only, PAUSE, type StoresRig } from './stores-rig.ts'

/** Pauses longer than this are seen to be waited for, on a machine however slow at the test itself. */
const SEEN = 8

const nothing = () => ({ effects: [], outcome: { code: 'done', facts: {} }, why: 'nothing', model: '', unsaid: 0 })

const cases = {
  'claims a line for one worker, until its lease has ended': async ({ say, pass, worker, other }: StoresRig) => {
    await say('ann', 'it broke')
    const work = only(await worker.converse.claim('model', 8, 'v'))
    expect(await other.converse.claim('model', 8, 'v')).toEqual([])
    // Half of it, and the rest for a machine that is slow at the test itself.
    await pass(8)
    expect(await other.converse.claim('model', 8, 'v')).toEqual([])
    await worker.converse.renew([work])
    await pass(8)
    expect(await other.converse.claim('model', 8, 'v')).toEqual([])
    await pass(8)
    expect(only(await other.converse.claim('model', 8, 'v')).fence).toBeGreaterThan(work.fence)
  },
  'applies nothing for a worker whose line has another owner by now': async ({ say, pass, worker, other, count }: StoresRig) => {
    await say('ann', 'it broke')
    const mine = await worker.converse.claim('model', 8, 'v')
    await pass(16)
    const theirs = await other.converse.claim('model', 8, 'v')
    expect(await worker.commit(mine)).toEqual(['lost'])
    expect(await count('ticket')).toBe(0)
    expect(await other.commit(theirs)).toEqual(['done'])
    expect(await worker.commit(mine)).toEqual(['lost'])
    expect(await count('ticket')).toBe(1)
  },
  'gives commands to the quick claimer and words to the other, one turn of a conversation at a time': async ({
    say,
    worker,
    count,
  }: StoresRig) => {
    await say('ann', 'it broke')
    await say('ann', 'status')
    expect(await worker.converse.claim('quick', 8, 'v')).toEqual([])
    const words = await worker.converse.claim('model', 8, 'v')
    expect(await worker.commit(words)).toEqual(['done'])
    const command = only(await worker.converse.claim('quick', 8, 'v'))
    expect(command.item.is === 'turn' && command.item.turn.kind).toBe('command')
    await worker.commit([command])
    expect(await count('turn', `state = 'done'`)).toBe(2)
  },
  'counts what the desk itself said in a conversation within a minute, also in the same batch': async ({
    open,
    say,
    intake,
    command,
    agent,
    pass,
    worker,
    count,
  }: StoresRig) => {
    const own = () => count('message', `author_id is null and conversation_id = (select conversation_id from ticket)`)
    const quick = () => worker.converse.claim('quick', 8, 'v')
    const { id } = await open('ann', 'it broke')
    while ((await own()) < 4) {
      await say('ann', 'status')
      await worker.commit(await quick())
    }
    // Another conversation has its own minute.
    for (let i = 0; i < 4; i++) {
      await say('bob', 'status')
      await worker.commit(await quick())
    }
    // The customer is told that an agent has come, and that is the fifth.
    await intake.take([command(await agent('lin'), 'take', id)])
    await say('ann', 'status')
    const works = (await quick()).toSorted((a, b) => Number(a.item.is === 'turn') - Number(b.item.is === 'turn'))
    expect(works.map(({ item }) => item.is)).toEqual(['event', 'turn'])
    expect(await worker.commit(works)).toEqual(['done', 'done'])
    expect([await own(), await count('message', `kind = 'notice'`)]).toEqual([5, 1])
    await say('ann', 'status')
    await worker.commit(await quick())
    expect(await own()).toBe(5)
    await pass(61)
    await say('ann', 'status')
    await worker.commit(await quick())
    expect(await own()).toBe(6)
  },
  'commits all of a decision or nothing, for every item of the batch': async ({ say, worker, count }: StoresRig) => {
    await say('ann', 'it broke')
    await say('bob', 'it broke')
    const works = await worker.converse.claim('model', 8, 'v')
    let decided = 0
    const half = () => {
      if (++decided === 2) throw new Error('the second cannot be decided')
      return nothing()
    }
    await expect(worker.converse.commit(works, half)).rejects.toThrow('the second')
    expect(await count('turn', `state = 'done'`)).toBe(0)
    expect(await worker.commit(works)).toEqual(['done', 'done'])
    expect([await count('ticket'), await count('ticket_event'), await count('card'), await count('turn', `state = 'done'`)]).toEqual([
      2, 2, 2, 2,
    ])
  },
  'reads a turn again when newer messages came, twice at most, and then commits it as read': async ({ say, worker, count }: StoresRig) => {
    await say('ann', 'text 0')
    for (let i = 1; i <= 2; i++) {
      const works = await worker.converse.claim('model', 8, 'v')
      await say('ann', `text ${i}`)
      expect(await worker.commit(works)).toEqual(['again'])
      expect(await count('ticket')).toBe(0)
    }
    const works = await worker.converse.claim('model', 8, 'v')
    expect(only(works).item).toMatchObject({ turn: { reads: 2, messages: [{ text: 'text 0' }, { text: 'text 1' }, { text: 'text 2' }] } })
    await say('ann', 'text 3')
    expect(await worker.commit(works)).toEqual(['done'])
    expect(only(await worker.converse.claim('model', 8, 'v')).item).toMatchObject({ turn: { reads: 0, messages: [{ text: 'text 3' }] } })
  },
  'does not join what was said after a command': async ({ say, worker }: StoresRig) => {
    await say('ann', 'before')
    const works = await worker.converse.claim('model', 8, 'v')
    await say('ann', 'status')
    await say('ann', 'after')
    expect(await worker.commit(works)).toEqual(['done'])
    expect(await worker.converse.claim('quick', 8, 'v')).toHaveLength(1)
  },
  'hands back a reading of the same words by the same model, and no other': async ({ say, pass, worker, other }: StoresRig) => {
    await say('ann', 'it broke')
    const { item } = only(await worker.converse.claim('model', 8, 'v1'))
    if (item.is !== 'turn') throw new Error('a turn was expected')
    const understanding = understood({ category: about('returns/refund') })
    const reading = {
      turn: item.turn.id,
      lastMessage: item.turn.messages.at(-1)?.id ?? '',
      version: 'v1',
      understanding,
      claims: [],
      cost: { tokensIn: 1, tokensOut: 1, calls: 1 },
    }
    await worker.converse.saveReadings([reading, reading])
    await pass(16)
    expect(only(await other.converse.claim('model', 8, 'v2')).reading).toBeNull()
    await pass(16)
    expect(only(await other.converse.claim('model', 8, 'v1')).reading).toEqual(understanding)
  },
  'adds up what was paid for a customer today once, and nothing that was free': async ({ say, worker, spending }: StoresRig) => {
    await say('ann', 'it broke')
    const { item } = only(await worker.converse.claim('model', 8, 'v1'))
    if (item.is !== 'turn') throw new Error('a turn was expected')
    const reading = (version: string, cost: ReadingCost) => ({
      turn: item.turn.id,
      lastMessage: item.turn.messages.at(-1)?.id ?? '',
      version,
      understanding: understood({}),
      claims: [],
      cost,
    })
    const before = await spending.today(item.turn.author)
    await worker.converse.saveReadings([reading('v1', { tokensIn: 90, tokensOut: 10, calls: 1, micros: 250 })])
    await worker.converse.saveReadings([reading('v1', { tokensIn: 90, tokensOut: 10, calls: 1, micros: 250 })])
    await worker.converse.saveReadings([reading('v2', { tokensIn: 5, tokensOut: 2, calls: 1 })])
    expect(await spending.today(item.turn.author)).toEqual({ everybody: before.everybody + 107, customer: before.customer + 107 })
    expect(await spending.today('0'.repeat(32))).toEqual({ everybody: before.everybody + 107, customer: 0 })
  },
  'puts an item aside that failed five times, and goes on with its line': async ({ say, worker, count }: StoresRig) => {
    await say('ann', 'status')
    await say('ann', 'human')
    for (let fails = 0; fails < 5; fails++) {
      const { line, fence } = only(await worker.converse.claim('quick', 8, 'v'))
      await worker.converse.release(line, fence, 0, 'it cannot be decided', 'item')
    }
    expect(await worker.converse.claim('quick', 8, 'v')).toEqual([])
    expect(await count('turn', `state = 'quarantined'`)).toBe(1)
    expect(only(await worker.converse.claim('quick', 8, 'v'))).toMatchObject({
      tries: 1,
      item: { turn: { messages: [{ text: 'human' }] } },
    })
  },
  'claims what was in hand when a worker died one by one, oldest first, and the others after it': async ({
    say,
    pass,
    worker,
    other,
  }: StoresRig) => {
    for (const customer of ['ann', 'ben', 'carl']) await say(customer, 'status')
    const lost = await worker.converse.claim('quick', 8, 'v')
    await say('dora', 'status')
    await say('emil', 'status')
    await pass(LEASE)
    const again = [
      await other.converse.claim('quick', 8, 'v'),
      await worker.converse.claim('quick', 8, 'v'),
      await other.converse.claim('quick', 8, 'v'),
    ]
    expect(again.map((works) => only(works).line)).toEqual(lost.map((work) => work.line))
    expect(await worker.converse.claim('quick', 8, 'v')).toHaveLength(2)
  },
  'puts aside what ends its worker each time, and nobody who was in hand with it': async ({ say, pass, worker, count }: StoresRig) => {
    for (const customer of ['ann', 'ben', 'poison', 'carl']) await say(customer, 'status')
    let deaths = 0
    for (let idle = 0; idle < 2; ) {
      const works = await worker.converse.claim('quick', 8, 'v')
      idle = works.length === 0 ? idle + 1 : 0
      if (works.some((work) => work.view.customer?.name === 'poison')) {
        deaths++
        await pass(LEASE + PAUSE)
      } else await worker.commit(works)
    }
    expect([deaths, await count('turn', `state = 'quarantined'`), await count('turn', `state = 'done'`)]).toEqual([10, 1, 3])
  },
  'puts nothing aside that was in hand each time a machine killed its desk, but lets it wait a little longer': async ({
    say,
    pass,
    worker,
  }: StoresRig) => {
    await say('ann', 'status')
    for (const pause of [0, 1, 2, 4, 8, 12, 12, 12, 12]) {
      await worker.converse.claim('quick', 8, 'v')
      await pass(LEASE)
      if (pause > SEEN) expect(await worker.converse.claim('quick', 8, 'v')).toEqual([])
      await pass(pause)
    }
    expect(await worker.commit(await worker.converse.claim('quick', 8, 'v'))).toEqual(['done'])
  },
  'holds nothing against an item that its process gave back, and little that its database was away': async ({
    say,
    worker,
    count,
  }: StoresRig) => {
    await say('ann', 'status')
    const giveBack = async (blame: Blame) => {
      const { line, fence, tries } = only(await worker.converse.claim('quick', 8, 'v'))
      await worker.converse.release(line, fence, 0, 'later', blame)
      return tries
    }
    for (let i = 0; i < 12; i++) expect(await giveBack('nobody')).toBe(1)
    for (let i = 1; i <= 10; i++) expect(await giveBack('desk')).toBe(i)
    expect(await worker.converse.claim('quick', 8, 'v')).toEqual([])
    expect(await count('turn', `state = 'quarantined'`)).toBe(1)
  },
  'gives a line back for later, which only its owner can': async ({ say, pass, worker }: StoresRig) => {
    await say('ann', 'status')
    const { line, fence } = only(await worker.converse.claim('quick', 8, 'v'))
    await worker.converse.release(line, fence - 1, 0, 'not mine', 'item')
    expect(await worker.converse.claim('quick', 8, 'v')).toEqual([])
    await worker.converse.release(line, fence, 5_000, 'mine', 'desk')
    expect(await worker.converse.claim('quick', 8, 'v')).toEqual([])
    await pass(5)
    expect(only(await worker.converse.claim('quick', 8, 'v')).tries).toBe(2)
  },
  'takes events of one ticket together and in order, each deciding on what the one before made': async ({
    open,
    intake,
    command,
    config,
    worker,
    count,
  }: StoresRig) => {
    const { id } = await open('ann', 'it broke')
    const agent = 'lin'
    const press = (action: string, input = {}) => ({
      ...command(agent, action, id, input),
      channel: 'web',
      account: 'desk',
      room: { id: 'after-sales' },
    })
    await intake.take([press('take'), press('reply', { text: 'hello' }), press('take'), press('resolve')])
    const works = await worker.converse.claim('quick', 8, 'v')
    expect(works.map((w) => w.item.is === 'event' && w.item.event.value['action'])).toEqual(['take', 'reply', 'take', 'resolve'])
    expect(await worker.commit(works)).toEqual(['done', 'done', 'done', 'done'])
    expect([
      await count('ticket', `state = 'resolved'`),
      await count('ticket_event', `ticket_id = '${id}'`),
      await count('question', `kind = 'rating' and state = 'open'`),
    ]).toEqual([1, 4, 1])
    expect(config.current().version).toBeGreaterThan(0)
  },
  'keeps what an agent says a customer is: the next matter begins with it, and the cards of the tickets there are drawn anew': async ({
    open,
    intake,
    command,
    worker,
    count,
  }: StoresRig) => {
    const { id } = await open('ann', 'it broke')
    const press = (action: string, input = {}) => ({
      ...command('lin', action, id, input),
      channel: 'web',
      account: 'desk',
      room: { id: 'after-sales' },
    })
    const set = async (level: string) => {
      await intake.take([press('take'), press('level', { level })])
      return await worker.commit(await worker.converse.claim('quick', 8, 'v'))
    }
    expect(await set('vip')).toEqual(['done', 'done'])
    expect([await count('customer', `level = 'vip'`), await count('ticket', `id = '${id}' and priority = 'P2'`)]).toEqual([1, 1])
    expect(await count('card', `ticket_id = '${id}' and wanted > 1`)).toBe(await count('card', `ticket_id = '${id}'`))
    const next = await open('ann', 'another one broke')
    expect([next.id === id, await count('ticket', `id = '${next.id}' and priority = 'P2'`)]).toEqual([false, 1])
    expect(await set('none')).toContain('done')
    expect(await count('customer', 'level is not null')).toBe(0)
  },
  'keeps one history per ticket whatever worker writes it': async ({ open, say, worker, other, count }: StoresRig) => {
    const { id } = await open('ann', 'it broke')
    for (const one of [worker, other]) {
      await say('ann', 'more')
      await one.commit(await one.converse.claim('model', 8, 'v'), understood({ ticket: id }))
    }
    expect(await count('ticket_event', `ticket_id = '${id}'`)).toBe(3)
    expect(await count('ticket', `seq = 3`)).toBe(1)
  },
} satisfies Record<string, (rig: StoresRig) => Promise<void>>

export function converseStoreContract(name: string, start: () => Promise<StoresRig>): void {
  describe(`converse store contract: ${name}`, { timeout: 30_000 }, () => {
    for (const [title, check] of Object.entries(cases)) it(title, async () => check(await start()))
  })
}

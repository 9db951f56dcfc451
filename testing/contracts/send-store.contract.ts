import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../bot/ports/channel.ts'
import type { SendWork } from '../../bot/ports/stores.ts'
import { CAREFUL, FINDER, messageOf, only, PACED, type StoresRig } from './stores-rig.ts'

const SENT: Outcome = { sent: { ref: 'ref' } }
const textOf = ({ outgoing }: SendWork) => ('text' in outgoing ? outgoing.text : outgoing.kind)
const all = (works: readonly SendWork[], outcome: Outcome) => works.map((work) => ({ work, outcome }))

/** A ticket of a customer of that channel; its words to the customer (ack, then question) wait to be sent. */
async function waiting({ say, worker }: StoresRig, channel: string): Promise<void> {
  await say('ann', 'it broke', { channel })
  await worker.commit(await worker.converse.claim('model', 8, 'v'))
}

const cases = {
  'hands out a lane in order, all at once where a platform keeps order, else one by one': async (rig: StoresRig) => {
    await waiting(rig, 'safe')
    const together = await rig.worker.send.claim(['safe'], 8)
    expect(together.map((w) => w.outgoing.kind)).toEqual(['text', 'text'])
    await rig.worker.send.settle(all(together, SENT))
    await waiting(rig, CAREFUL)
    const first = only(await rig.worker.send.claim([CAREFUL], 8))
    expect(await rig.other.send.claim([CAREFUL], 8)).toEqual([])
    await rig.worker.send.settle(all([first], SENT))
    const second = only(await rig.worker.send.claim([CAREFUL], 8))
    expect(textOf(second)).not.toBe(textOf(first))
  },
  'hands out only what is for the channels asked for': async (rig: StoresRig) => {
    await waiting(rig, 'safe')
    expect(await rig.worker.send.claim(['elsewhere'], 8)).toEqual([])
    expect((await rig.worker.send.claim(['web'], 8)).map((w) => w.outgoing.kind)).toEqual(['card'])
  },
  'tries again what a platform puts off, no sooner than it says, and in order': async (rig: StoresRig) => {
    await waiting(rig, 'safe')
    const works = await rig.worker.send.claim(['safe'], 8)
    await rig.worker.send.settle(all(works, { later: 5_000 }))
    expect(await rig.worker.send.claim(['safe'], 8)).toEqual([])
    await rig.pass(5)
    expect((await rig.worker.send.claim(['safe'], 8)).map(textOf)).toEqual(works.map(textOf))
  },
  'tries what a platform keeps putting off less and less often, for an hour, and then leaves it to a person': async (rig: StoresRig) => {
    await waiting(rig, CAREFUL)
    const putOff = async () => {
      const works = await rig.worker.send.claim([CAREFUL], 8)
      await rig.worker.send.settle(all(works, { later: 0 }))
      return works.length
    }
    expect([await putOff(), await putOff(), await putOff()]).toEqual([1, 1, 1])
    let seconds = 0
    for (; (await rig.count('delivery', `state = 'failed'`)) === 0; seconds += 60) {
      await rig.pass(60)
      expect(await putOff()).toBe(1)
    }
    expect(seconds).toBeGreaterThan(3_600)
    expect(await rig.count('delivery', `state = 'failed' and reason = 'CHANNEL_UNREACHABLE'`)).toBe(1)
  },
  'fails what is refused, and lets the next go': async (rig: StoresRig) => {
    await waiting(rig, CAREFUL)
    await rig.worker.send.settle(all(await rig.worker.send.claim([CAREFUL], 8), { refused: 'CHANNEL_REJECTED' }))
    expect(await rig.count('delivery', `state = 'failed' and reason = 'CHANNEL_REJECTED'`)).toBe(1)
    expect(await rig.worker.send.claim([CAREFUL], 8)).toHaveLength(1)
  },
  'is in doubt about what was not answered, and about what a dead worker had begun': async (rig: StoresRig) => {
    await waiting(rig, CAREFUL)
    await rig.worker.send.settle(all(await rig.worker.send.claim([CAREFUL], 8), { unknown: true }))
    expect(await rig.count('delivery', `state = 'in_doubt'`)).toBe(1)
    expect(await rig.worker.send.claim([CAREFUL], 8)).toHaveLength(1)
    await rig.pass(16)
    expect(await rig.other.send.claim([CAREFUL], 8)).toEqual([])
    expect(await rig.count('delivery', `state = 'in_doubt'`)).toBe(2)
  },
  'looks for what was not answered, and for what a dead worker had begun, before the lane goes on': async (rig: StoresRig) => {
    await waiting(rig, FINDER)
    const first = only(await rig.worker.send.claim([FINDER], 8))
    expect(first.doubtMs).toBeUndefined()
    await rig.worker.send.settle(all([first], { unknown: true }))
    expect(await rig.count('delivery', `state = 'in_doubt'`)).toBe(0)
    await rig.pass(1)
    const looked = only(await rig.worker.send.claim([FINDER], 8))
    expect([looked.outgoing.id, looked.doubtMs !== undefined && looked.doubtMs >= 1_000]).toEqual([first.outgoing.id, true])
    await rig.worker.send.settle(all([looked], SENT))
    const second = only(await rig.worker.send.claim([FINDER], 8))
    expect([second.outgoing.id === first.outgoing.id, second.doubtMs]).toEqual([false, undefined])
    await rig.pass(16)
    expect(only(await rig.other.send.claim([FINDER], 8))).toMatchObject({
      outgoing: { id: second.outgoing.id },
      doubtMs: expect.any(Number),
    })
    expect(await rig.count('delivery', `state = 'sent'`)).toBe(1)
  },
  'sends again what did not arrive, in its place': async (rig: StoresRig) => {
    await waiting(rig, FINDER)
    const first = only(await rig.worker.send.claim([FINDER], 8))
    await rig.worker.send.settle(all([first], { unknown: true }))
    await rig.pass(4)
    await rig.worker.send.settle(all([only(await rig.worker.send.claim([FINDER], 8))], { later: 0 }))
    const again = only(await rig.worker.send.claim([FINDER], 8))
    expect([again.outgoing.id, again.doubtMs]).toEqual([first.outgoing.id, undefined])
  },
  'leaves to a person what was looked for in vain for 30 seconds, and lets the lane go on': async (rig: StoresRig) => {
    await waiting(rig, FINDER)
    const first = only(await rig.worker.send.claim([FINDER], 8))
    await rig.worker.send.settle(all([first], { unknown: true }))
    await rig.pass(20)
    await rig.worker.send.settle(all([only(await rig.worker.send.claim([FINDER], 8))], { unknown: true }))
    await rig.pass(11)
    const looked = only(await rig.worker.send.claim([FINDER], 8))
    expect(looked.outgoing.id).toBe(first.outgoing.id)
    await rig.worker.send.settle(all([looked], { unknown: true }))
    expect(await rig.count('delivery', `state = 'in_doubt'`)).toBe(1)
    expect(only(await rig.worker.send.claim([FINDER], 8)).outgoing.id).not.toBe(first.outgoing.id)
  },
  'looks once more for what was given up before a person’s retry repeats it, for all of a lane together': async (rig: StoresRig) => {
    await waiting(rig, FINDER)
    const given: SendWork[] = []
    for (let i = 0; i < 2; i++) {
      await rig.worker.send.settle(all([only(await rig.worker.send.claim([FINDER], 8))], { unknown: true }))
      await rig.pass(31)
      given.push(only(await rig.worker.send.claim([FINDER], 8)))
      await rig.worker.send.settle(all(given.slice(-1), { unknown: true }))
    }
    expect(await rig.count('delivery', `state = 'in_doubt'`)).toBe(2)
    for (const { outgoing } of given) expect(await rig.retry(outgoing.id)).toBe(true)
    const looked = await rig.worker.send.claim([FINDER], 8)
    expect(looked.map((w) => w.outgoing.id)).toEqual(given.map((w) => w.outgoing.id))
    for (const { doubtMs } of looked) expect(doubtMs).toBeGreaterThan(3_000)
    // The first is there; the other is not, and goes again.
    await rig.worker.send.settle([...all(looked.slice(0, 1), SENT), ...all(looked.slice(1), { later: 0 })])
    const again = only(await rig.worker.send.claim([FINDER], 8))
    expect([again.outgoing.id, again.doubtMs]).toEqual([given[1]?.outgoing.id, undefined])
  },
  'sends again at a person’s word what is in doubt where nobody can look': async (rig: StoresRig) => {
    await waiting(rig, CAREFUL)
    const lost = only(await rig.worker.send.claim([CAREFUL], 8))
    await rig.worker.send.settle(all([lost], { unknown: true }))
    expect(await rig.retry(lost.outgoing.id)).toBe(true)
    const again = only(await rig.worker.send.claim([CAREFUL], 8))
    expect([again.outgoing.id, again.doubtMs]).toEqual([lost.outgoing.id, undefined])
  },
  'keeps the pace of a room after its burst': async (rig: StoresRig) => {
    await waiting(rig, PACED)
    for (let i = 0; i < 2; i++) await rig.worker.send.settle(all([only(await rig.worker.send.claim([PACED], 8))], SENT))
    await rig.say('ann', 'human', { channel: PACED })
    await rig.worker.commit(await rig.worker.converse.claim('quick', 8, 'v'))
    expect(await rig.worker.send.claim([PACED], 8)).toEqual([])
    await rig.pass(60)
    expect(await rig.worker.send.claim([PACED], 8)).toHaveLength(1)
  },
  'hands out again, under the same id, what a dead worker had begun where a repeat is harmless': async (rig: StoresRig) => {
    await waiting(rig, 'safe')
    const begun = await rig.worker.send.claim(['safe'], 8)
    await rig.pass(16)
    const again = await rig.other.send.claim(['safe'], 8)
    expect(again.map((w) => w.outgoing.id)).toEqual(begun.map((w) => w.outgoing.id))
    await rig.worker.send.settle(all(begun, { refused: 'CHANNEL_REJECTED' }))
    await rig.other.send.settle(all(again, SENT))
    expect(await rig.count('delivery', `state = 'failed'`)).toBe(0)
  },
  'drops what the desk wanted to say once somebody else speaks': async (rig: StoresRig) => {
    await waiting(rig, 'safe')
    await rig.say('ann', 'human')
    await rig.worker.commit(await rig.worker.converse.claim('quick', 8, 'v'))
    expect((await rig.worker.send.claim(['safe'], 8)).map((w) => w.outgoing.kind)).toEqual(['text', 'text'])
    expect(await rig.count('delivery', `state = 'cancelled' and reason = 'epoch'`)).toBe(1)
  },
  'keeps words for a thread until its card is posted': async (rig: StoresRig) => {
    const { id } = await rig.open('ann', 'it broke')
    await rig.intake.take([{ ...rig.command('lin', 'take', id), channel: 'web', account: 'desk', room: { id: 'after-sales' } }])
    await rig.worker.commit(await rig.worker.converse.claim('quick', 8, 'v'))
    const card = only(await rig.worker.send.claim(['web'], 8))
    expect([card.outgoing.kind, await rig.count('delivery', `state = 'held' and reason = 'card'`)]).toEqual(['card', 1])
    await rig.worker.send.settle(all([card], { sent: { ref: 'thread-1' } }))
    expect(only(await rig.worker.send.claim(['web'], 8)).outgoing).toMatchObject({ kind: 'text', room: { thread: 'thread-1' } })
  },
  'leaves a reply as the customer sees it when their channel will not change it or take it back, and tells the desk once': async (
    rig: StoresRig,
  ) => {
    await rig.open('ann', 'it broke')
    const settle = async (outcome: Outcome) => {
      const works = await rig.worker.send.claim(['safe'], 8)
      await rig.worker.send.settle(all(works, outcome))
      return works.map(({ outgoing }) => outgoing.kind)
    }
    const decided = async () => {
      for (
        let works = await rig.worker.converse.claim('quick', 8, 'v');
        works.length > 0;
        works = await rig.worker.converse.claim('quick', 8, 'v')
      )
        await rig.worker.commit(works)
    }
    await rig.worker.send.settle(all(await rig.worker.send.claim(['web'], 8), { sent: { ref: 'card-1' } }))
    await settle(SENT)
    const place = { channel: 'web', account: 'desk', from: { id: 'lin' }, room: { id: 'after-sales', thread: 'card-1' } }
    const said = messageOf('lin', 'reply: it leaves tomorow', place)
    const change = (what: 'edit' | 'recall', text: string) => messageOf('lin', text, { ...place, what, value: { message: said.key } })
    await rig.intake.take([said])
    await decided()
    await settle(SENT)
    await rig.intake.take([change('edit', 'reply: it leaves tomorrow')])
    await decided()
    expect(await rig.count('message', `text = 'it leaves tomorrow' and edited_at is not null`)).toBe(1)
    expect(await settle({ refused: 'CHANNEL_REJECTED' })).toEqual(['edit'])
    expect(await rig.count('message', `text = 'it leaves tomorow'`)).toBe(1)
    await decided()
    expect(await rig.count('message', `text = 'Correction: it leaves tomorrow' and event_id is not null`)).toBe(1)
    expect(await settle(SENT)).toEqual(['text'])
    await rig.intake.take([change('recall', '')])
    await decided()
    expect(await rig.count('message', `text like 'Correction%' and recalled_at is not null`)).toBe(1)
    expect(await settle({ refused: 'CHANNEL_REJECTED' })).toEqual(['recall'])
    expect(await rig.count('message', `text like 'Correction%' and recalled_at is null`)).toBe(1)
    await decided()
    expect(await settle(SENT)).toEqual([])
    expect(await rig.count('delivery', `state in ('failed', 'in_doubt')`)).toBe(0)
    expect(await rig.count('event', `what = 'send-failed'`)).toBe(2)
    // Typed, it means the last that is still there.
    await rig.intake.take([messageOf('lin', 'reply: by mistake', place)])
    await decided()
    expect(await settle(SENT)).toEqual(['text'])
    await rig.intake.take([messageOf('lin', 'delete-reply', place)])
    await decided()
    expect([await settle(SENT), await rig.count('message', `text = 'by mistake' and recalled_at is not null`)]).toEqual([['recall'], 1])
  },
  'tells the desk once what became of a reply': async (rig: StoresRig) => {
    const { id } = await rig.open('ann', 'it broke')
    await rig.worker.send.settle(all(await rig.worker.send.claim(['safe'], 8), SENT))
    await rig.intake.take([
      { ...rig.command('lin', 'reply', id, { text: 'hello' }), channel: 'web', account: 'desk', room: { id: 'after-sales' } },
    ])
    await rig.worker.commit(await rig.worker.converse.claim('quick', 8, 'v'))
    const works = await rig.worker.send.claim(['safe'], 8)
    await rig.worker.send.settle(all(works, SENT))
    await rig.worker.send.settle(all(works, SENT))
    const told = only(await rig.worker.converse.claim('quick', 8, 'v'))
    expect(told.item).toMatchObject({ is: 'event', event: { what: 'sent' } })
    await rig.worker.commit([told])
    expect(await rig.count('ticket', `fold like '%"kind":"first-response","state":"kept"%'`)).toBe(1)
  },
} satisfies Record<string, (rig: StoresRig) => Promise<void>>

export function sendStoreContract(name: string, start: () => Promise<StoresRig>): void {
  describe(`send store contract: ${name}`, { timeout: 30_000 }, () => {
    for (const [title, check] of Object.entries(cases)) it(title, async () => check(await start()))
  })
}

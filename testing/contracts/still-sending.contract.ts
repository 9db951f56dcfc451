/** What is said at a message of ours, or is to change it, while nobody knows yet whether it arrived. */
import { describe, expect, it } from 'vitest'
import { messageOf, only, type StoresRig } from './stores-rig.ts'

const SENT = { sent: { ref: 'ref' } }
const PLACE = { channel: 'web', account: 'desk', room: { id: 'after-sales', thread: 'ref' } }

/** A reply that waits to be sent, and is deleted where it was typed; the deletion is claimed. */
async function deleted({ open, intake, worker, command }: StoresRig) {
  const { id } = await open('ann', 'it broke')
  await intake.take([{ ...command('lin', 'take', id), ...PLACE }])
  await worker.commit(await worker.converse.claim('quick', 8, 'v'))
  for (const channel of ['web', 'safe'])
    await worker.send.settle((await worker.send.claim([channel], 8)).map((work) => ({ work, outcome: SENT })))
  await intake.take([messageOf('lin', 'reply: it leaves today', { ...PLACE, key: 'said' })])
  await worker.commit(await worker.converse.claim('quick', 8, 'v'))
  await intake.take([messageOf('lin', '', { ...PLACE, key: 'gone', what: 'recall', value: { message: 'said' } })])
  const work = only(await worker.converse.claim('quick', 8, 'v'))
  expect(work).toMatchObject({ item: { event: { what: 'recall' } }, view: { reply: { state: 'queued' } } })
  return work
}

const cases = {
  'waits with what is said at a card that is still being sent; then it is with its ticket, in order, and nothing else of the room waits':
    async ({ say, intake, worker, pass, count }: StoresRig) => {
      await say('ann', 'it broke')
      await worker.commit(await worker.converse.claim('model', 8, 'v'))
      const sending = await worker.send.claim(['web'], 8)
      const room = { channel: 'web', account: 'desk' }
      const at = (text: string, more = {}) =>
        messageOf('lin', text, { ...room, room: { id: 'after-sales', thread: 'ref' }, key: text, ...more })
      await intake.take([at('fisrt'), at('second')])
      await intake.take([at('first', { what: 'edit', key: 'change', value: { message: 'fisrt' } })])
      await intake.take([messageOf('lin', 'elsewhere', { ...room, room: { id: 'after-sales' } })])
      const works = await worker.converse.claim('quick', 8, 'v')
      expect(works.map(({ item }) => item.is === 'event' && item.event.text)).toEqual(['elsewhere'])
      await worker.commit(works)
      await worker.send.settle(sending.map((work) => ({ work, outcome: { sent: { ref: 'ref' } } })))
      await pass(1)
      // The first look finds the ticket, on whose line they are then.
      for (let i = 0; i < 4; i++) await worker.commit(await worker.converse.claim('quick', 8, 'v'))
      const notes = [await count('note', `text = 'first'`), await count('note', `text = 'second'`), await count('note')]
      expect(notes).toEqual([1, 1, 2])
      expect(await count('event', `state = 'waiting'`)).toBe(0)
    },
  'looks for no ticket for ever: what is said at a message that never arrives is talk of the room': async ({
    say,
    intake,
    worker,
    pass,
    count,
  }: StoresRig) => {
    await say('ann', 'it broke')
    await worker.commit(await worker.converse.claim('model', 8, 'v'))
    const sending = await worker.send.claim(['web'], 8)
    await intake.take([
      messageOf('lin', 'what is this?', { channel: 'web', account: 'desk', room: { id: 'after-sales', thread: 'theirs' } }),
    ])
    expect(await worker.converse.claim('quick', 8, 'v')).toEqual([])
    await worker.send.settle(sending.map((work) => ({ work, outcome: { sent: { ref: 'ref' } } })))
    await pass(1)
    await worker.commit(await worker.converse.claim('quick', 8, 'v'))
    expect([await count('note'), await count('event', `state = 'waiting'`)]).toEqual([0, 0])
  },
  'does not send a reply that was deleted before it was begun': async (rig: StoresRig) => {
    expect(await rig.worker.commit([await deleted(rig)])).toEqual(['done'])
    expect([await rig.count('delivery', `reason = 'dropped'`), await rig.other.send.claim(['safe'], 8)]).toEqual([1, []])
  },
  'waits with the deletion of a reply that is begun before that is decided; then it goes where the reply went': async (rig: StoresRig) => {
    const work = await deleted(rig)
    const sending = await rig.other.send.claim(['safe'], 8)
    expect(sending).toHaveLength(1)
    expect(await rig.worker.commit([work])).toEqual(['again'])
    expect([await rig.count('delivery', `kind in ('recall', 'whisper') or reason = 'dropped'`)]).toEqual([0])
    await rig.other.send.settle(sending.map((each) => ({ work: each, outcome: SENT })))
    await rig.pass(1)
    await rig.worker.commit(await rig.worker.converse.claim('quick', 8, 'v'))
    expect(only(await rig.other.send.claim(['safe'], 8)).outgoing).toMatchObject({ kind: 'recall', ref: 'ref' })
    expect(await rig.count('delivery', `kind = 'whisper'`)).toBe(0)
  },
  'takes back a decision to send nothing where sending began meanwhile': async (rig: StoresRig) => {
    const { view } = await deleted(rig)
    const reply = view.reply
    if (!reply) throw new Error('the deletion names no reply')
    const { message, deliveries: ids } = reply
    const bob = await rig.open('bob', 'mine as well')
    await rig.intake.take([{ ...rig.command('lin', 'take', bob.id), ...PLACE }])
    const late = await rig.worker.converse.claim('quick', 8, 'v')
    const sending = (await rig.other.send.claim(['safe'], 8)).filter(({ outgoing }) => ids.includes(outgoing.id))
    expect([late, sending]).toEqual([[expect.anything()], [expect.anything()]])
    const decision = {
      effects: [{ do: 'deliveries' as const, message: message.id, ids, to: 'cancelled' as const }],
      why: 'late',
      model: '',
      unsaid: 0,
    }
    const committing = rig.worker.converse.commit(late, () => ({ ...decision, outcome: { code: 'done', facts: {} } }))
    await expect(committing).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(await rig.count('delivery', `reason = 'dropped'`)).toBe(0)
  },
} satisfies Record<string, (rig: StoresRig) => Promise<void>>

export function stillSendingContract(name: string, start: () => Promise<StoresRig>): void {
  describe(`what is still being sent: ${name}`, { timeout: 30_000 }, () => {
    for (const [title, check] of Object.entries(cases)) it(title, async () => check(await start()))
  })
}

import { describe, expect, it } from 'vitest'
import type { CardWork } from '../../bot/ports/stores.ts'
import { messageOf, only, type StoresRig } from './stores-rig.ts'

const SENT = { sent: { ref: 'card-1' } } as const
const stateOf = ({ outgoing }: CardWork) => (outgoing.kind === 'redraw' ? outgoing.card.state : null)

/** A ticket whose card is posted and shows it as it is. */
async function posted(rig: StoresRig): Promise<string> {
  const { id } = await rig.open('ann', 'it broke')
  await rig.worker.send.settle(
    (await rig.worker.send.claim(['web'], 8)).map((work) => ({ work, outcome: { sent: { ref: `card-${work.outgoing.id}` } } })),
  )
  return id
}
async function act(rig: StoresRig, ticket: string, action: string): Promise<void> {
  await rig.intake.take([{ ...rig.command('lin', action, ticket), channel: 'web', account: 'desk', room: { id: 'after-sales' } }])
  await rig.worker.commit(await rig.worker.converse.claim('quick', 8, 'v'))
}

const cases = {
  'has nothing to draw while cards show what is wanted, nor before they are posted': async (rig: StoresRig) => {
    const { id } = await rig.open('bob', 'it broke')
    await act(rig, id, 'take')
    expect(await rig.worker.cards.claim(['web'], 8)).toEqual([])
    await posted(rig)
    await rig.worker.cards.settle((await rig.worker.cards.claim(['web'], 8)).map((work) => ({ work, outcome: SENT })))
    expect(await rig.worker.cards.claim(['web'], 8)).toEqual([])
  },
  'draws only the newest of several changes, for one worker at a time': async (rig: StoresRig) => {
    const id = await posted(rig)
    await act(rig, id, 'take')
    await act(rig, id, 'resolve')
    const work = only(await rig.worker.cards.claim(['web'], 8))
    expect([stateOf(work), work.outgoing.kind === 'redraw' && work.outgoing.ref]).toEqual(['resolved', expect.stringContaining('card-')])
    expect(await rig.other.cards.claim(['web'], 8)).toEqual([])
    await rig.worker.cards.settle([{ work, outcome: SENT }])
    expect(await rig.worker.cards.claim(['web'], 8)).toEqual([])
  },
  'draws once more what changed while it was drawn': async (rig: StoresRig) => {
    const id = await posted(rig)
    await act(rig, id, 'take')
    const work = only(await rig.worker.cards.claim(['web'], 8))
    await act(rig, id, 'resolve')
    await rig.worker.cards.settle([{ work, outcome: SENT }])
    expect(stateOf(only(await rig.worker.cards.claim(['web'], 8)))).toBe('resolved')
  },
  'tries again later what could not be drawn, and gives up on what is refused': async (rig: StoresRig) => {
    const id = await posted(rig)
    await act(rig, id, 'take')
    await rig.worker.cards.settle([{ work: only(await rig.worker.cards.claim(['web'], 8)), outcome: { unknown: true } }])
    expect(await rig.worker.cards.claim(['web'], 8)).toEqual([])
    await rig.pass(2)
    await rig.worker.cards.settle([{ work: only(await rig.worker.cards.claim(['web'], 8)), outcome: { refused: 'CHANNEL_REJECTED' } }])
    await rig.pass(700)
    expect(await rig.worker.cards.claim(['web'], 8)).toEqual([])
  },
  'posts a card anew that is no longer there, once for each time, and what goes into its thread waits for it': async (rig: StoresRig) => {
    const id = await posted(rig)
    const GONE = { refused: 'MESSAGE_NOT_FOUND' } as const
    await act(rig, id, 'take')
    const work = only(await rig.worker.cards.claim(['web'], 8))
    // What was said of the taking waits to be sent into the thread.
    expect((await rig.worker.cards.settle([{ work, outcome: GONE }])).rings).toEqual(new Set(['send']))
    expect((await rig.worker.cards.settle([{ work, outcome: GONE }])).rings).toEqual(new Set())
    expect(await rig.count('delivery', `kind = 'card' and state = 'queued'`)).toBe(1)
    const card = only(await rig.worker.send.claim(['web'], 8))
    expect([card.outgoing.kind, await rig.count('delivery', `state = 'held' and reason = 'card'`)]).toEqual(['card', 1])
    await rig.worker.send.settle([{ work: card, outcome: { sent: { ref: 'card-anew' } } }])
    const talk = only(await rig.worker.send.claim(['web'], 8))
    expect([talk.outgoing.kind, talk.outgoing.room.thread]).toEqual(['text', 'card-anew'])
    await rig.worker.send.settle([{ work: talk, outcome: SENT }])
    // Who had the old thread open goes on talking there.
    const thread = work.outgoing.kind === 'redraw' ? (work.outgoing.ref ?? '') : ''
    const place = { channel: 'web', account: 'desk', room: { id: 'after-sales', thread } }
    await rig.intake.take([messageOf('lin', 'still here', place)])
    expect([thread === 'card-anew', await rig.count('event', `text = 'still here' and ticket_id = '${id}'`)]).toEqual([false, 1])
    // That of a ticket that is over stays away.
    await rig.worker.cards.settle((await rig.worker.cards.claim(['web'], 8)).map((each) => ({ work: each, outcome: SENT })))
    await act(rig, id, 'reject')
    const over = only(await rig.worker.cards.claim(['web'], 8))
    expect((await rig.worker.cards.settle([{ work: over, outcome: GONE }])).rings).toEqual(new Set())
    expect([await rig.count('card', 'ref is null'), await rig.count('delivery', `kind = 'card' and state = 'queued'`)]).toEqual([0, 0])
  },
  'lets another worker draw what a dead one had begun': async (rig: StoresRig) => {
    const id = await posted(rig)
    await act(rig, id, 'take')
    const dead = only(await rig.worker.cards.claim(['web'], 8))
    await rig.pass(16)
    const living = only(await rig.other.cards.claim(['web'], 8))
    await rig.worker.cards.settle([{ work: dead, outcome: { unknown: true } }])
    await rig.other.cards.settle([{ work: living, outcome: SENT }])
    await rig.pass(700)
    expect(await rig.worker.cards.claim(['web'], 8)).toEqual([])
  },
} satisfies Record<string, (rig: StoresRig) => Promise<void>>

export function cardStoreContract(name: string, start: () => Promise<StoresRig>): void {
  describe(`card store contract: ${name}`, { timeout: 30_000 }, () => {
    for (const [title, check] of Object.entries(cases)) it(title, async () => check(await start()))
  })
}

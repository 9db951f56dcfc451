import { describe, expect, it } from 'vitest'
import { messageOf, type StoresRig } from './stores-rig.ts'

const cases = {
  'takes an event once: a repeat has the first answer, another text is a conflict': async ({ intake, count }: StoresRig) => {
    const first = messageOf('ann', 'hello')
    const { answers } = await intake.take([first, { ...first }, { ...first, text: 'other' }])
    const again = await intake.take([first])
    expect([...answers, ...again.answers].map((a) => a.taken)).toEqual(['new', 'again', 'conflict', 'again'])
    expect(new Set([...answers, ...again.answers].map((a) => `${a.event} ${a.message} ${a.conversation}`)).size).toBe(1)
    expect(await count('message')).toBe(1)
  },
  'answers in the order of the events, each with its own message and conversation': async ({ intake }: StoresRig) => {
    const { answers } = await intake.take(['ann', 'bob', 'ann'].map((who, i) => messageOf(who, `text ${i}`)))
    expect(answers[0]?.conversation).toBe(answers[2]?.conversation)
    expect(answers[0]?.conversation).not.toBe(answers[1]?.conversation)
    expect(new Set(answers.map((a) => a.message)).size).toBe(3)
  },
  'commits all events with their cursor, or nothing at all': async ({ intake, count }: StoresRig) => {
    const cursor = { channel: 'safe', account: 'main', value: '7' }
    await expect(intake.take([messageOf('ann', 'good'), messageOf('bob', 'no \u0000 in a text')], cursor)).rejects.toThrow()
    expect([await count('message'), await count('pull_cursor'), await count('inbound_key'), await count('customer')]).toEqual([0, 0, 0, 0])
    await intake.take([messageOf('ann', 'good')], cursor)
    await intake.take([messageOf('ann', 'more')], { ...cursor, value: '8' })
    expect([await count('message'), await count('pull_cursor', `value = '8'`)]).toEqual([2, 1])
  },
  'takes an event once, however many deliver it at the same moment, also to somebody it knows': async ({ intake, count }: StoresRig) => {
    for (const text of ['hello', 'hello again']) {
      const event = messageOf('ann', text)
      const taken = await Promise.all(Array.from({ length: 8 }, () => intake.take([event, messageOf('ann', `${text}, and more`)])))
      const answers = taken.map(({ answers: [first] }) => first)
      expect(answers.map((answer) => answer?.taken).toSorted()).toEqual([...Array<string>(7).fill('again'), 'new'])
      expect(new Set(answers.map((answer) => answer?.message)).size).toBe(1)
    }
    expect([await count('customer'), await count('conversation'), await count('message', `text in ('hello', 'hello again')`)]).toEqual([
      1, 1, 2,
    ])
    expect(await count('message')).toBe(18)
  },
  'makes a person once, however many messages come at the same moment': async ({ intake, count }: StoresRig) => {
    await Promise.all(Array.from({ length: 8 }, (_, i) => intake.take([messageOf('ann', `text ${i}`)])))
    expect([await count('customer'), await count('conversation'), await count('message'), await count('turn')]).toEqual([1, 1, 8, 1])
  },
  'calls a customer by the newest name their platform tells, and by no older one that comes late or again': async ({
    intake,
    count,
  }: StoresRig) => {
    const called = (name: string, at: number, key: string) => messageOf('ann', `it is ${name}`, { key, at, from: { id: 'ann', name } })
    const first = called('Ann', 1_000, 'k1')
    await intake.take([first])
    await intake.take([called('Anna', 3_000, 'k3'), called('Annie', 2_500, 'k2')])
    expect([await count('customer', `name = 'Anna'`), await count('customer')]).toEqual([1, 1])
    await intake.take([called('An', 2_000, 'late')])
    await intake.take([first])
    await intake.take([messageOf('ann', 'nameless', { key: 'k4', at: 4_000, from: { id: 'ann' } })])
    expect(await count('customer', `name = 'Anna'`)).toBe(1)
  },
  'puts a burst into one turn, and a command into its own, which ends the burst': async ({ say, count }: StoresRig) => {
    await say('ann', 'one')
    await say('ann', 'two')
    await say('ann', 'human')
    expect([await count('turn', `kind = 'words' and messages = 2`), await count('turn', `kind = 'command'`), await count('turn')]).toEqual([
      1, 1, 2,
    ])
  },
  'knows a team’s room from a customer’s by what was configured, never by what is said': async ({ intake, count }: StoresRig) => {
    const { answers } = await intake.take([
      messageOf('lin', 'talk', { channel: 'web', account: 'desk', room: { id: 'after-sales' } }),
      messageOf('lin', 'talk', { channel: 'web', account: 'desk', room: { id: 'elsewhere' } }),
    ])
    expect(answers.map((a) => a.message === null)).toEqual([true, false])
    expect([await count('event'), await count('message')]).toEqual([1, 1])
  },
  'follows what an agent changes in a thread in the order it was changed, not in that in which it comes': async (rig: StoresRig) => {
    const { intake, worker, count, open } = rig
    await open('ann', 'it broke')
    const place = { channel: 'web', account: 'desk', from: { id: 'lin' } }
    await worker.send.settle((await worker.send.claim(['web'], 8)).map((work) => ({ work, outcome: { sent: { ref: 'card-1' } } })))
    const room = { id: 'after-sales', thread: 'card-1' }
    const at = Date.now()
    const said = messageOf('lin', 'reply one', { ...place, room, at })
    const change = (text: string, after: number, what: 'edit' | 'recall' = 'edit') =>
      messageOf('lin', text, { ...place, room, what, at: at + after, value: { message: said.key } })
    await intake.take([said])
    await intake.take([change('reply three', 3_000)])
    await intake.take([change('reply two', 2_000)])
    expect(await count('event', `what = 'edit'`)).toBe(1)
    await intake.take([change('', 4_000, 'recall'), change('reply four', 3_500)])
    expect([await count('event', `what = 'edit'`), await count('event', `what = 'recall'`)]).toEqual([1, 1])
  },
  'ends alike whichever comes first, a customer’s message or its edit and deletion': async ({ intake, count, say }: StoresRig) => {
    const changesOf = (who: string, key: string) => [
      messageOf(who, 'mended', { key: `${key}-e`, what: 'edit', at: Date.now() + 1_000, value: { message: key } }),
      messageOf(who, '', { key: `${key}-d`, what: 'recall', at: Date.now() + 2_000, value: { message: key } }),
    ]
    const said = messageOf('ann', 'brokn', { key: 'm1' })
    const [edit, recall] = changesOf('ann', 'm1')
    if (!edit || !recall) throw new Error('no changes')
    await intake.take([edit])
    // Until it comes a person sees that something is missing.
    expect([await count('unparsed'), await count('message')]).toEqual([1, 0])
    expect((await intake.take([said])).answers.map(({ taken }) => taken)).toEqual(['new'])
    expect([await count('message', `text = 'mended' and edited_at is not null and recalled_at is null`), await count('unparsed')]).toEqual([
      1, 0,
    ])
    expect(await count('message_before_edit', `text = 'brokn'`)).toBe(1)
    await intake.take([recall])
    expect((await intake.take([said, edit, recall])).answers.map(({ taken }) => taken)).toEqual(['again', 'again', 'again'])
    expect(await count('message', `text = 'mended' and recalled_at is not null`)).toBe(1)
    // Both before it, the later first; and one of somebody else, who may not.
    await intake.take(changesOf('bob', 'm2').toReversed())
    await intake.take([messageOf('ann', 'stolen', { key: 'm2-x', what: 'edit', value: { message: 'm2' } })])
    await intake.take([messageOf('bob', 'late', { key: 'm2' })])
    expect([await count('message', 'recalled_at is not null'), await count('message', `text = 'stolen'`)]).toEqual([2, 0])
    expect([await count('event', `line like 'early:%'`), await count('unparsed'), await count('inbound_key', `said = ''`)]).toEqual([
      0, 1, 0,
    ])
    await say('bob', 'and on it goes')
    expect(await count('message', `text = 'and on it goes'`)).toBe(1)
  },
  'misses no change that is committed at the same moment as its message': async ({ intake, count }: StoresRig) => {
    const keys = Array.from({ length: 6 }, (_, i) => `k${i}`)
    await Promise.all(
      keys.flatMap((key) => {
        const said = messageOf('ann', 'brokn', { key })
        const edit = messageOf('ann', 'mended', { key: `${key}-e`, what: 'edit', at: Date.now() + 1_000, value: { message: key } })
        return [intake.take([edit]), intake.take([said])]
      }),
    )
    expect([await count('message', `text = 'mended'`), await count('event'), await count('unparsed')]).toEqual([6, 0, 0])
  },
  'forgets changes of what was said before the desk listened, and hears it all the same should it come': async ({
    intake,
    count,
    forgetEarly,
  }: StoresRig) => {
    const edit = messageOf('ann', 'mended', { key: 'old-e', what: 'edit', at: Date.now() - 7_200_000, value: { message: 'old' } })
    await intake.take([edit])
    await forgetEarly(3)
    expect(await count('event')).toBe(1)
    await forgetEarly(1)
    expect([await count('event'), await count('inbound_key', `said = ''`), await count('unparsed')]).toEqual([0, 0, 1])
    await intake.take([messageOf('ann', 'brokn', { key: 'old' })])
    expect(await count('message', `text = 'brokn'`)).toBe(1)
  },
  'lets an agent’s change of words follow them, also when it comes first': async ({ intake, worker, count, open }: StoresRig) => {
    await open('ann', 'it broke')
    await worker.send.settle((await worker.send.claim(['web'], 8)).map((work) => ({ work, outcome: { sent: { ref: 'card-1' } } })))
    const place = { channel: 'web', account: 'desk', from: { id: 'lin' }, room: { id: 'after-sales', thread: 'card-1' } }
    await intake.take([messageOf('lin', 'mended', { ...place, key: 'n-e', what: 'edit', at: Date.now() + 1_000, value: { message: 'n' } })])
    expect(await worker.converse.claim('quick', 8, 'v')).toEqual([])
    await intake.take([messageOf('lin', 'brokn', { ...place, key: 'n' })])
    for (let works = await worker.converse.claim('quick', 8, 'v'); works.length > 0; works = await worker.converse.claim('quick', 8, 'v'))
      await worker.commit(works)
    expect([await count('note', `text = 'mended' and edited_at is not null`), await count('note')]).toEqual([1, 1])
  },
  'lets only its author change a message, and keeps what it said before': async ({ intake, count }: StoresRig) => {
    const said = messageOf('ann', 'befor')
    await intake.take([said])
    const edit = (who: string, text: string) => messageOf(who, text, { what: 'edit', value: { message: said.key } })
    await intake.take([edit('ann', 'before'), edit('bob', 'stolen')])
    expect([
      await count('message', `text = 'before'`),
      await count('message_before_edit', `text = 'befor'`),
      await count('unparsed'),
    ]).toEqual([1, 1, 1])
  },
} satisfies Record<string, (rig: StoresRig) => Promise<void>>

export function intakeStoreContract(name: string, start: () => Promise<StoresRig>): void {
  describe(`intake store contract: ${name}`, { timeout: 30_000 }, () => {
    for (const [title, check] of Object.entries(cases)) it(title, async () => check(await start()))
  })
}

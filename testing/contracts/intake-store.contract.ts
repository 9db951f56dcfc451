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

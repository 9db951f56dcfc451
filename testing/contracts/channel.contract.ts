/**
 * The suite every channel passes, from the platform's side: a rig plays the platform and its people, and the
 * suite compares what they see with what the desk sent, and what the desk heard with what they did.
 */
import { afterEach, describe, expect, it } from 'vitest'
import type { ChannelAbilities, InboundEvent, Intake } from '../../bot/ports/channel.ts'
import { type ChannelRig, id, PNG, recording, type Stage, stage } from './channel-stage.ts'

/** Our text is words, whatever it looks like to a platform. */
const TEXTS = [
  '您好，工单 T-1024 已受理。',
  '繁體：請問「訂單」編號是？',
  '👩‍👩‍👧‍👦 👍🏽 🇹🇼 e\u0301',
  '<!channel> <@U123> <http://a.example|b> @all @所有人',
  '& < > " \' &amp; &lt;b&gt; <b>bold</b> <script>alert(1)</script>',
  '*stars* _lines_ ~waves~ `ticks` ```fence``` [a](http://b.example) # head\n> quote\n- list',
  '$1 %s {{x}} \\n \\u0041 C:\\new',
]

const cases = {
  'shows each text once, with nothing changed in it': async ({ post, text, shown }: Stage) => {
    for (const [i, words] of TEXTS.entries()) await post(text(id(i), words))
    expect((await shown('alice')).map((each) => each.text)).toEqual(TEXTS)
  },
  'never hears itself': async ({ post, text, card, echo, heard }: Stage) => {
    await post(text(id(1), 'ticket T-7 opened'))
    await post(card(id(2), { title: 'T-7' }))
    await echo()
    expect(heard).toEqual([])
  },
  'hears what people say, word for word, and where and by whom': async ({ say, heard, channel, room }: Stage) => {
    for (const [i, text] of TEXTS.entries()) expect(await say({ who: 'alice', id: `m${i}`, text })).toBe(true)
    await say({ who: 'bob', id: 'm99', text: 'me too' })
    expect(heard.map((event) => event.text)).toEqual([...TEXTS, 'me too'])
    for (const event of heard)
      expect(event).toMatchObject({ channel: channel.name, account: room.account, room: { id: room.external }, what: 'message' })
    expect(new Set(heard.map((event) => event.from.id)).size).toBe(2)
    expect(new Set(heard.map((event) => event.key)).size).toBe(heard.length)
    for (const event of heard) expect(Math.abs(event.at - Date.now())).toBeLessThan(24 * 3600_000)
  },
  'gives the same event the same key, however often the platform delivers it': async ({ say, heard }: Stage) => {
    for (let i = 0; i < 3; i++) expect(await say({ who: 'alice', id: 'm1', text: 'hello' })).toBe(true)
    expect(heard.length).toBeGreaterThan(0)
    expect(new Set(heard.map((event) => event.key)).size).toBe(1)
  },
  'does not acknowledge what was not committed, so that it comes again': async ({ say, heard, channel }: Stage) => {
    const failing: Intake = async () => {
      throw new Error('the database is away')
    }
    const committing = recording(heard as InboundEvent[])
    let intake = failing
    await channel.open((batch) => intake(batch))
    expect(await say({ who: 'alice', id: 'm1', text: 'hello' })).toBe(false)
    intake = committing
    expect(await say({ who: 'alice', id: 'm1', text: 'hello' })).toBe(true)
    expect(heard.map((event) => event.text)).toEqual(['hello'])
  },
  'shows a delivery once, however often it is sent': async ({ channel, text, card, shown }: Stage) => {
    const outs = [text(id(1), 'once'), card(id(2), { title: 'one card' })]
    const refs = await Promise.all([...outs, ...outs].map((out) => channel.send(out)))
    expect(await channel.send(text(id(1), 'once'))).toEqual(refs[0])
    expect(refs.slice(2)).toEqual(refs.slice(0, 2))
    expect(await shown('alice')).toHaveLength(2)
  },
  'finds which sends arrived, all of a room or of a thread at once': async ({ channel, post, text, card, room }: Stage) => {
    const root = await post(card(id(1), { title: 'T-7' }))
    const said = new Map([[id(1), root]])
    for (const n of [2, 3, 4]) said.set(id(n), await post(text(id(n), `arrived ${n}`)))
    const inThread = new Map<string, string>()
    if (channel.can.threads) for (const n of [11, 12]) inThread.set(id(n), await post(text(id(n), `said there ${n}`, root)))
    const found = async (ids: readonly string[], thread: string | null) =>
      new Map((await channel.find?.(ids, { ...room, thread }))?.map((each) => [each.id, each.ref]))
    expect(await found([id(99), ...said.keys(), id(98)], null)).toEqual(said)
    if (channel.can.threads) expect(await found([id(97), ...inThread.keys()], root)).toEqual(inThread)
    expect(await found([id(96)], null)).toEqual(new Map())
  },
  'keeps a thread together, both ways': async ({ post, text, card, say, shown, heard }: Stage) => {
    const root = await post(card(id(1), { title: 'T-7' }))
    await post(text(id(2), 'in the thread', root))
    await post(text(id(3), 'in the room'))
    await say({ who: 'alice', id: 'm1', text: 'a note', thread: root })
    expect(heard.map((event) => event.room.thread)).toEqual([root])
    const threads = new Map((await shown('bob')).map((each) => [each.text, each.thread]))
    expect(threads.get('in the thread')).toBe(root)
    expect(threads.get('in the room')).toBeNull()
  },
  'brings a pressed button back with its ticket and version, and who pressed it': async ({
    post,
    card,
    press,
    shown,
    heard,
    room,
  }: Stage) => {
    const ref = await post(card(id(1), { ticket: id(77), version: 5, message: id(78) }))
    expect((await shown('alice')).find((each) => each.ref === ref)?.actions).toEqual(['take', 'drop'])
    expect(await press({ who: 'bob', id: 'p1', ref, action: 'drop' })).toBe(true)
    expect(heard).toHaveLength(1)
    expect(heard[0]).toMatchObject({
      what: 'action',
      room: { id: room.external },
      value: { action: 'drop', ticket: id(77), version: 5, message: id(78) },
    })
  },
  'gives one press one key': async ({ post, card, press, heard }: Stage) => {
    const ref = await post(card(id(1), {}))
    for (const pressId of ['p1', 'p1', 'p2']) await press({ who: 'alice', id: pressId, ref, action: 'take' })
    await press({ who: 'bob', id: 'p1', ref, action: 'take' })
    expect(new Set(heard.map((event) => event.key)).size).toBe(3)
  },
  'refuses a button it did not make': async ({ post, card, press, heard }: Stage) => {
    const ref = await post(card(id(1), {}))
    expect(await press({ who: 'alice', id: 'p1', ref, action: 'take', forged: true })).toBe(false)
    expect(heard).toEqual([])
  },
  'redraws a card in its place': async ({ post, card, shown, press, heard }: Stage) => {
    const ref = await post(card(id(1), { title: 'new', version: 1 }))
    await post(card(id(2), { title: 'taken', version: 2, actions: [{ action: 'resolve', label: 'Resolve', style: 'primary' }] }, ref))
    const seen = await shown('alice')
    expect(seen.map((each) => [each.ref, each.text.includes('taken'), each.actions])).toEqual([[ref, true, ['resolve']]])
    await press({ who: 'alice', id: 'p1', ref, action: 'resolve' })
    expect(heard[0]?.value).toMatchObject({ action: 'resolve', version: 2 })
  },
  'changes words in their place, however often it is told to': async ({ post, text, shown, room }: Stage) => {
    const ref = await post(text(id(1), 'it leaves tomorow'))
    const other = await post(text(id(2), 'goodbye'))
    for (let i = 0; i < 2; i++) await post({ id: id(3), room, kind: 'edit', text: 'it leaves *tomorrow* <!here>', ref })
    const seen = (await shown('alice')).map((each) => [each.ref, each.text] as const)
    expect([seen.length, new Map(seen)]).toEqual([
      2,
      new Map([
        [ref, 'it leaves *tomorrow* <!here>'],
        [other, 'goodbye'],
      ]),
    ])
  },
  'takes back what it has sent, words and files, however often it is told to': async ({ post, text, keep, shown, room }: Stage) => {
    const refs = [
      await post(text(id(1), 'by mistake')),
      await post({ id: id(2), room, kind: 'media', file: await keep('wrong.png', 'image/png', PNG) }),
    ]
    const stays = await post(text(id(3), 'on purpose'))
    for (const [i, ref] of refs.entries()) for (let n = 0; n < 2; n++) await post({ id: id(10 + i), room, kind: 'recall', ref })
    const seen = await shown('alice')
    expect(seen.filter(({ text, file }) => text !== '' || file)).toEqual([{ ref: stays, thread: null, text: 'on purpose' }])
  },
  'whispers to one person only': async ({ post, say, heard, shown, room }: Stage) => {
    await say({ who: 'alice', id: 'm1', text: 'hello' })
    await post({ id: id(1), room, kind: 'whisper', text: 'only for you', to: heard[0]?.from.id ?? '' })
    expect((await shown('alice')).map((each) => each.text)).toContain('only for you')
    expect((await shown('bob')).map((each) => each.text)).not.toContain('only for you')
  },
  "brings a person's file to us, byte for byte": async ({ say, heard, channel }: Stage) => {
    const files = [{ name: 'faulty screen.png', mime: 'image/png', bytes: PNG }]
    await say({ who: 'alice', id: 'm1', text: 'look', files })
    const [file] = heard[0]?.files ?? []
    expect(file).toMatchObject({ name: 'faulty screen.png', mime: 'image/png', size: PNG.byteLength })
    if (file) expect(new Uint8Array(await new Response(await channel.file(file)).arrayBuffer())).toEqual(PNG)
  },
  'shows people a file of ours, byte for byte': async ({ post, keep, shown, room }: Stage) => {
    await post({ id: id(1), room, kind: 'media', file: await keep('invoice.png', 'image/png', PNG) })
    expect((await shown('alice')).map((each) => each.file)).toEqual([{ name: 'invoice.png', bytes: PNG }])
  },
  'refuses malformed input and hears nothing of it': async ({ malformed, heard }: Stage) => {
    const refusals = await malformed()
    expect(refusals.length).toBeGreaterThan(0)
    expect(refusals).toEqual(refusals.map(() => true))
    expect(heard.filter((event) => event.what !== 'unparsed')).toEqual([])
  },
  'ends what is under way when it closes, and hears nothing more': async ({ beginWork, channel, say, heard }: Stage) => {
    const { ended } = await beginWork()
    await channel.close()
    await ended
    await say({ who: 'alice', id: 'm1', text: 'anybody there?' }).catch(() => false)
    expect(heard).toEqual([])
    await channel.close()
  },
} satisfies Record<string, (stage: Stage) => Promise<void>>

type Title = keyof typeof cases
type Skips = Partial<Record<Title, string>>

/** What a case needs; a channel without it skips the case, one with it may not. */
const NEEDS: Partial<Record<Title, keyof ChannelAbilities>> = {
  'shows a delivery once, however often it is sent': 'idempotent',
  'finds which sends arrived, all of a room or of a thread at once': 'find',
  'keeps a thread together, both ways': 'threads',
  'brings a pressed button back with its ticket and version, and who pressed it': 'buttons',
  'gives one press one key': 'buttons',
  'refuses a button it did not make': 'buttons',
  'redraws a card in its place': 'edit',
  'changes words in their place, however often it is told to': 'edit',
  'takes back what it has sent, words and files, however often it is told to': 'recall',
  'whispers to one person only': 'whisper',
  "brings a person's file to us, byte for byte": 'files',
  'shows people a file of ours, byte for byte': 'files',
}

/** The suite every channel passes. A skip gives its reason, so gaps stay in sight. */
export function channelContract(name: string, start: () => Promise<ChannelRig>, skips: Skips = {}): void {
  describe(`channel contract: ${name}`, { timeout: 30_000 }, () => {
    const started: ChannelRig[] = []
    afterEach(async () => {
      for (const rig of started.splice(0)) await rig.stop()
    })
    for (const [title, check] of Object.entries(cases)) {
      const reason = skips[title as Title]
      const label = reason ? `${title} (skipped: ${reason})` : title
      it.skipIf(reason)(label, async () => {
        const rig = await start()
        started.push(rig)
        await check(await stage(rig))
      })
    }
    it('claims no ability it skips the proof of, and lacks none it proves', async () => {
      const rig = await start()
      started.push(rig)
      for (const [title, ability] of Object.entries(NEEDS))
        expect([title, rig.channel.can[ability] ?? false]).toEqual([title, skips[title as Title] === undefined])
    })
  })
}

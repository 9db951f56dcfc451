import { describe, expect, it } from 'vitest'
import type { InboundEvent, Outgoing } from '../../bot/ports/channel.ts'
import { channelContract } from '../../testing/contracts/channel.contract.ts'
import type { ChannelRig } from '../../testing/contracts/channel-stage.ts'
import { createMemoryBlobs } from '../../testing/fakes/memory-blobs.ts'
import { createMemoryChannel } from './memory-channel.ts'

const room = { id: 'r1', channel: 'memory', account: 'test', external: 'ops', thread: null }
const text = (id: string, words = 'hello'): Outgoing => ({ id, room, kind: 'text', text: words })
const taken = { event: 'e1', taken: 'new', message: null, conversation: null } as const

async function startMemory(): Promise<ChannelRig> {
  const channel = createMemoryChannel()
  const blobs = createMemoryBlobs()
  const accepted = (doing: Promise<unknown>) =>
    doing.then(
      () => true,
      () => false,
    )
  return {
    channel,
    room,
    say: ({ who, id, text: said, thread, files = [] }) =>
      accepted(
        channel.hear({
          key: `${who}:${id}`,
          room: { id: room.external, ...(thread === undefined ? {} : { thread }) },
          from: { id: who },
          text: said,
          files: files.map((file) => channel.upload(file.name, file.mime, file.bytes)),
        }),
      ),
    echo: async () => {},
    shown: async (to) => {
      const seen = channel.sent().filter((out) => out.kind !== 'whisper' || out.to === to)
      return Promise.all(
        seen.map(async (out) => ({
          ref: out.id,
          thread: out.room.thread,
          text: 'card' in out ? out.card.title : 'text' in out ? out.text : '',
          ...(out.kind === 'card' ? { actions: out.card.actions.map((each) => each.action) } : {}),
          ...(out.kind === 'media'
            ? {
                file: {
                  name: out.file.name,
                  bytes: new Uint8Array(await new Response((await blobs.get(out.file.blob))?.stream ?? null).arrayBuffer()),
                },
              }
            : {}),
        })),
      )
    },
    press: ({ who, id, ref, action, forged }) =>
      accepted(channel.press({ key: `act:${who}:${id}`, from: { id: who }, ref, action: forged ? 'close' : action })),
    keep: async (name, mime, bytes) => {
      const { hash, size } = await blobs.put(bytes, 1_000_000)
      return { name, mime, size, blob: hash }
    },
    malformed: async () => [!(await accepted(channel.press({ key: 'k', from: { id: 'alice' }, ref: 'nothing', action: 'take' })))],
    beginWork: async () => ({ ended: Promise.resolve() }),
    stop: () => channel.close(),
  }
}

channelContract('memory', startMemory)

describe('a scripted platform', () => {
  it('treats the next sends as it was told, and the rest kindly', async () => {
    const channel = createMemoryChannel()
    channel.treat({ refused: 'CHANNEL_REJECTED' }, { later: 500 }, { fails: new Error('a bug') }, { delay: 5 })
    expect(await channel.send(text('1'))).toEqual({ refused: 'CHANNEL_REJECTED' })
    expect(await channel.send(text('2'))).toEqual({ later: 500 })
    await expect(channel.send(text('3'))).rejects.toThrow('a bug')
    expect(await channel.send(text('4'))).toEqual({ sent: { ref: '4' } })
    expect(await channel.send(text('5'))).toEqual({ sent: { ref: '5' } })
    expect(channel.sent().map((out) => out.id)).toEqual(['4', '5'])
    expect(channel.calls().map((out) => out.id)).toEqual(['1', '2', '3', '4', '5'])
  })

  it('knows of sends in doubt whether they arrived', async () => {
    const channel = createMemoryChannel()
    channel.treat({ unknown: 'arrived' }, { unknown: 'lost' })
    expect([await channel.send(text('1')), await channel.send(text('2'))]).toEqual([{ unknown: true }, { unknown: true }])
    expect(await channel.find(['1', '2'], room)).toEqual([{ id: '1', ref: '1' }])
  })

  it('shows a repeat twice when it takes no ids of ours', async () => {
    const channel = createMemoryChannel({ can: { idempotent: false } })
    await channel.send(text('1'))
    await channel.send(text('1'))
    expect(channel.sent()).toHaveLength(2)
  })

  it('fills in what a test does not say, under the name it was given', async () => {
    const heard: InboundEvent[] = []
    const channel = createMemoryChannel({ name: 'slack', account: 'T1', now: () => 5 })
    await channel.open(async ({ events }) => {
      heard.push(...events)
      return [taken]
    })
    expect(await channel.hear({ key: 'k', room: { id: 'c' }, from: { id: 'u' }, text: 'hi' })).toBe(taken)
    expect(heard).toEqual([
      {
        channel: 'slack',
        account: 'T1',
        key: 'k',
        at: 5,
        room: { id: 'c' },
        from: { id: 'u' },
        what: 'message',
        text: 'hi',
        files: [],
        mentions: [],
        raw: null,
      },
    ])
  })

  it('hears nothing before it is open', async () => {
    await expect(createMemoryChannel().hear({ key: 'k', room: { id: 'c' }, from: { id: 'u' } })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    })
  })

  it('cannot redraw a card it never got', async () => {
    const channel = createMemoryChannel()
    await channel.send(text('1'))
    const card = {
      kind: 'ticket',
      ticket: 't',
      number: 1,
      version: 1,
      state: 'new',
      priority: 'P3',
      mood: 'neutral',
      title: '',
      text: '',
      chips: [],
      lines: [],
      files: [],
      actions: [],
    } as const
    expect(await channel.send({ id: '2', room, kind: 'redraw', card, worded: {}, ref: '1' })).toEqual({ refused: 'CHANNEL_REJECTED' })
  })
})

/** What the suite of channels stands on: a rig that plays a platform, and short ways to send and to hear by it. */
import { expect } from 'vitest'
import type { Card } from '../../bot/cards/card.ts'
import type { Room } from '../../bot/domain/conversation.ts'
import type { Channel, InboundEvent, Intake, Outgoing, OutgoingFile } from '../../bot/ports/channel.ts'

export type Person = 'alice' | 'bob'

/** Something a person says. `id` is the platform's (or the browser's) own id of it: the same id is the same message. */
export interface Utterance {
  readonly who: Person
  readonly id: string
  readonly text: string
  /** The ref of the post whose thread it stands in. */
  readonly thread?: string
  readonly files?: readonly { readonly name: string; readonly mime: string; readonly bytes: Uint8Array }[]
}

/** A thing as one person sees it now. */
export interface Shown {
  readonly ref: string
  readonly thread: string | null
  readonly text: string
  /** The buttons of a card, by action. */
  readonly actions?: readonly string[]
  readonly file?: { readonly name: string; readonly bytes: Uint8Array }
}

export interface ChannelRig {
  readonly channel: Channel
  /** A room both people are in. */
  readonly room: Room
  /** Makes the platform deliver it to us. False: we did not take it, and the platform will deliver it again. */
  say(utterance: Utterance): Promise<boolean>
  /** Makes the platform deliver to us what we have posted ourselves, if it does such a thing. */
  echo(): Promise<void>
  /** Everything of the room this person can see now, threads included, oldest first. */
  shown(to: Person): Promise<readonly Shown[]>
  /** Presses a button of a card. `forged`: with a token we did not make, for this action. False: refused. */
  press(press: {
    readonly who: Person
    readonly id: string
    readonly ref: string
    readonly action: string
    readonly forged?: boolean
  }): Promise<boolean>
  /** Puts a file where the channel can send it from. */
  keep(name: string, mime: string, bytes: Uint8Array): Promise<OutgoingFile>
  /** Delivers input of wrong shapes; answers for each whether it was refused. */
  malformed(): Promise<readonly boolean[]>
  /** Begins something that lasts (a stream, a long poll, a connection); resolves when that has begun. */
  beginWork(): Promise<{ readonly ended: Promise<unknown> }>
  stop(): Promise<void>
}

/** A handle on one started rig: what the desk has heard, and short ways to send. */
export interface Stage extends ChannelRig {
  readonly heard: readonly InboundEvent[]
  text(id: string, text: string, thread?: string): Outgoing
  card(id: string, card: Partial<Card>, redrawOf?: string): Outgoing
  /** Sends and answers the ref; fails the case when it was not sent. */
  post(out: Outgoing): Promise<string>
}

export const id = (n: number): string => n.toString(16).padStart(32, '0')

export async function stage(rig: ChannelRig): Promise<Stage> {
  const heard: InboundEvent[] = []
  await rig.channel.open(recording(heard))
  const { room } = rig
  return {
    ...rig,
    heard,
    text: (delivery, text, thread) => ({ id: delivery, room: { ...room, thread: thread ?? room.thread }, kind: 'text', text }),
    card: (delivery, facts, redrawOf) => {
      const card = { ...CARD, ...facts }
      return { id: delivery, room, kind: redrawOf === undefined ? 'card' : 'redraw', card, worded: {}, ref: redrawOf ?? null }
    },
    post: async (out) => {
      const outcome = await rig.channel.send(out)
      expect(outcome).toEqual({ sent: { ref: expect.any(String) } })
      return 'sent' in outcome ? outcome.sent.ref : ''
    },
  }
}

/** Keeps every event, as if each were new. */
export function recording(heard: InboundEvent[]): Intake {
  return async ({ events }) => {
    heard.push(...events)
    return events.map((_, i) => ({ event: id(heard.length + i), taken: 'new' as const, message: null, conversation: null }))
  }
}

const CARD: Card = {
  kind: 'ticket',
  ticket: id(7),
  number: 1024,
  version: 1,
  state: 'new',
  priority: 'P3',
  mood: 'neutral',
  title: 'a card',
  text: '',
  chips: [],
  lines: [],
  files: [],
  actions: [
    { action: 'take', label: 'Take', style: 'primary' },
    { action: 'drop', label: 'Drop', style: 'danger', confirm: 'Sure?' },
  ],
}

/** A picture of one pixel. */
export const PNG = new Uint8Array(
  Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
)

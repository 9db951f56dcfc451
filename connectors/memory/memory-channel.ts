/**
 * The reference channel: a platform that is an array. It does all a channel can do, in process and at once,
 * and can be told to fail in every way a platform fails.
 */

import type { ErrorCode } from '../../bot/errors.ts'
import { DeskError } from '../../bot/errors.ts'
import type { Channel, ChannelAbilities, FileRef, InboundEvent, InstantAnswer, Intake, Outcome, Outgoing } from '../../bot/ports/channel.ts'

/** How the platform treats one send. Without a script each send arrives. */
export type Treatment =
  | { readonly refused: ErrorCode }
  /** Milliseconds to wait, as the platform says. */
  | { readonly later: number }
  /** The answer is lost; whether the send arrived is what `find` knows. */
  | { readonly unknown: 'arrived' | 'lost' }
  /** Arrives after so many milliseconds. */
  | { readonly delay: number }
  /** `send` itself rejects, which a channel must not do. */
  | { readonly fails: Error }

/** What a test says somebody did; the rest of the event is filled in. */
export type Heard = Pick<InboundEvent, 'key' | 'room' | 'from'> & Partial<Omit<InboundEvent, 'key' | 'room' | 'from' | 'channel'>>

export interface MemoryPress {
  readonly key: string
  readonly from: InboundEvent['from']
  /** The ref of a card that was sent. */
  readonly ref: string
  readonly action: string
  readonly input?: Readonly<Record<string, string>>
}

export interface MemoryChannel extends Channel {
  readonly find: NonNullable<Channel['find']>
  /** Delivers an event. Rejects when intake does, as a platform would see an error and come again. */
  hear(event: Heard): Promise<InstantAnswer>
  /** Presses a button of a card as it now stands. Rejects with TOKEN_INVALID when the card has no such button. */
  press(press: MemoryPress): Promise<InstantAnswer>
  /** What arrived, oldest first; a redrawn card stands where it was, as it is now. */
  sent(): readonly Outgoing[]
  /** Every call of `send`, in order, whatever came of it. */
  calls(): readonly Outgoing[]
  /** The next sends are treated like this, one after another. */
  treat(...treatments: readonly Treatment[]): void
  /** Makes a file of the platform that an event can carry. */
  upload(name: string, mime: string, bytes: Uint8Array): FileRef
}

export interface MemoryOptions {
  readonly name?: string
  readonly account?: string
  readonly can?: Partial<ChannelAbilities>
  readonly now?: () => number
}

const CAN: ChannelAbilities = {
  text: { max: 2000, unit: 'chars' },
  threads: true,
  buttons: true,
  forms: true,
  edit: true,
  recall: true,
  files: true,
  whisper: true,
  idempotent: true,
  keepsOrder: true,
  pulled: false,
  find: true,
  viewerLang: false,
  paceMs: 0,
}

export function createMemoryChannel({ name = 'memory', account = 'test', can = {}, now = Date.now }: MemoryOptions = {}): MemoryChannel {
  const abilities = { ...CAN, ...can }
  const arrived = new Map<string, Outgoing>()
  const calls: Outgoing[] = []
  const treatments: Treatment[] = []
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  let intake: Intake | null = null

  /** A platform without our ids shows a repeat again: then each arrival has a ref of its own. */
  const arrive = (out: Outgoing): Outcome => {
    if (out.kind === 'redraw') {
      const card = arrived.get(out.ref ?? '')
      if (card?.kind !== 'card') return { refused: 'CHANNEL_REJECTED' }
      arrived.set(out.ref ?? '', { ...card, card: out.card, worded: out.worded })
      return { sent: { ref: out.ref ?? '' } }
    }
    if (out.kind === 'edit') {
      const said = arrived.get(out.ref)
      if (said?.kind !== 'text') return { refused: 'CHANNEL_REJECTED' }
      arrived.set(out.ref, { ...said, text: out.text })
      return { sent: { ref: out.ref } }
    }
    if (out.kind === 'recall') {
      arrived.delete(out.ref)
      return { sent: { ref: out.ref } }
    }
    const ref = abilities.idempotent || !arrived.has(out.id) ? out.id : `${out.id}/${calls.length}`
    if (!arrived.has(ref)) arrived.set(ref, out)
    return { sent: { ref } }
  }
  const send = async (out: Outgoing): Promise<Outcome> => {
    calls.push(out)
    const treatment = treatments.shift()
    if (treatment === undefined) return arrive(out)
    if ('fails' in treatment) throw treatment.fails
    if ('delay' in treatment) {
      await new Promise((resolve) => setTimeout(resolve, treatment.delay))
      return arrive(out)
    }
    if (!('unknown' in treatment)) return treatment
    if (treatment.unknown === 'arrived') arrive(out)
    return { unknown: true }
  }
  const hear = async (heard: Heard): Promise<InstantAnswer> => {
    if (intake === null) throw new DeskError('UNAVAILABLE', { why: 'the channel is not open' })
    const event: InboundEvent = { account, at: now(), what: 'message', files: [], mentions: [], raw: null, ...heard, channel: name }
    const [answer] = await intake({ events: [event] })
    if (!answer) throw new DeskError('UNAVAILABLE', { why: 'no answer' })
    return answer
  }

  return {
    name,
    can: abilities,
    open: async (given) => {
      intake = given
    },
    send,
    find: async (ids) => ids.filter((id) => arrived.has(id)).map((id) => ({ id, ref: id })),
    file: async ({ ref }) => {
      const bytes = files.get(ref)
      if (!bytes) throw new DeskError('CHANNEL_REJECTED', { file: ref })
      return new Blob([bytes]).stream()
    },
    close: async () => {
      intake = null
    },
    hear,
    press: async ({ key, from, ref, action, input }) => {
      const out = arrived.get(ref)
      if (out?.kind !== 'card' || !out.card.actions.some((each) => each.action === action)) throw new DeskError('TOKEN_INVALID')
      const { ticket, version, message } = out.card
      const value = { action, ticket, version, ...(message === undefined ? {} : { message }), ...(input === undefined ? {} : { input }) }
      return hear({ key, from, room: { id: out.room.external }, what: 'action', value })
    },
    sent: () => [...arrived.values()],
    calls: () => [...calls],
    treat: (...more) => void treatments.push(...more),
    upload: (fileName, mime, bytes) => {
      const ref = `file-${files.size + 1}`
      files.set(ref, new Uint8Array(bytes))
      return { ref, name: fileName, mime, size: bytes.byteLength }
    },
  }
}

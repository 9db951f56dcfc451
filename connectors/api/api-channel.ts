/** The channel `api`: customers of a client's own app, who write and read over /v1/messages. */
import { DeskError } from '../../bot/errors.ts'
import type { Channel, Intake } from '../../bot/ports/channel.ts'
import type { TalkReader } from '../../bot/ports/reader.ts'
import { API_CUSTOMERS, type NewMessage, type Say } from '../../bot/ports/say.ts'
import type { Blobs } from '../../kit/ports/blobs.ts'
import { API_ABILITIES } from './abilities.ts'
import { decodeMessage } from './decode.ts'
import { storedFiles } from './stored-files.ts'

export interface ApiOptions {
  readonly talk: Pick<TalkReader, 'conversation'>
  readonly blobs: Pick<Blobs, 'get'>
  readonly now?: () => number
}

export interface ApiChannel extends Channel {
  /** Takes a customer's message in; UNAVAILABLE while the channel is not open. */
  readonly say: Say
}

export function createApiChannel({ talk, blobs, now = Date.now }: ApiOptions): ApiChannel {
  let intake: Intake | null = null

  /** Clients hand back the conversation they were answered; its room is not called by that id. */
  const roomOf = async ({ conversation, customer }: NewMessage): Promise<string> => {
    if (conversation === undefined) return customer.id
    const known = await talk.conversation(conversation, API_CUSTOMERS)
    if (!known) return conversation
    if (known.channel !== API_CUSTOMERS.channel || known.account !== API_CUSTOMERS.account)
      throw new DeskError('CONVERSATION_NOT_FOUND', { conversation })
    return known.room
  }

  return {
    name: API_CUSTOMERS.channel,
    can: API_ABILITIES,
    open: async (given) => {
      intake = given
    },
    say: async (message) => {
      if (!intake) throw new DeskError('UNAVAILABLE', { why: 'the channel api is not open' })
      const files = await storedFiles(
        blobs,
        (message.attachments ?? []).map(({ blob, ...file }) => ({ ...file, ref: blob })),
      )
      const event = decodeMessage(message, await roomOf(message), files, now())
      const [answer] = await intake({ events: [event] })
      if (answer?.taken === 'conflict') throw new DeskError('INPUT_CONFLICT', { id: message.id.slice(0, 60) })
      if (!answer?.message || !answer.conversation) throw new DeskError('CONVERSATION_NOT_FOUND', {})
      return { message: answer.message, conversation: answer.conversation }
    },
    // The message is a row already, and GET /v1/messages shows rows: there is nothing left to send.
    send: async (out) => ({ sent: { ref: out.id } }),
    file: async ({ ref }) => {
      const found = await blobs.get(ref)
      if (!found) throw new DeskError('MESSAGE_NOT_FOUND', { file: ref })
      return found.stream
    },
    close: async () => {
      intake = null
    },
  }
}

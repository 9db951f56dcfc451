import type { Lang } from '../domain/lang.ts'
import type { Id } from '../domain/ticket.ts'

/** A customer's message as a REST client brings it. `id` is the client's own and makes repeats harmless. */
export interface NewMessage {
  readonly customer: { readonly id: string; readonly name?: string; readonly lang?: Lang }
  /** A conversation this desk answered before, or a name of the client's for one; absent: the customer's own. */
  readonly conversation?: string
  readonly id: string
  readonly text: string
  readonly attachments?: readonly { readonly name: string; readonly mime: string; readonly size: number; readonly blob: string }[]
  /** What else the client sent; kept with the raw event and never decided on. */
  readonly wishes?: Readonly<Record<string, string>>
}

/**
 * Takes a message in: resolves when it is committed, with the same answer for the same (customer, id, text).
 * Rejects with INPUT_CONFLICT when the id was used for another text, INPUT_TOO_LARGE, CONVERSATION_NOT_FOUND
 * or INPUT_INVALID (a file whose bytes are not here).
 */
export type Say = (message: NewMessage) => Promise<{ readonly message: Id; readonly conversation: Id }>

/** Where messages over REST come from. */
export const API_CUSTOMERS = { channel: 'api', account: 'main' } as const

/**
 * Where commands over REST come from. It must be a room of kind `team`, and every agent's own id an identity
 * of this channel and account: whoever applies the config keeps these rows.
 */
export const API_COMMANDS = { channel: 'api', account: 'desk', room: 'commands' } as const

/** Longest text of one message, in UTF-16 units. */
export const TEXT_MAX = 20_000

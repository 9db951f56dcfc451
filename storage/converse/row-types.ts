/** Rows that decisions make: deliveries, and the cards they hang on. */
import type { RoomRef } from '../../bot/domain/desk-config.ts'
import type { ChannelAbilities } from '../../bot/ports/channel.ts'

export interface DeliveryRow {
  readonly id: string
  readonly room_id: string
  readonly kind: string
  readonly body: string
  readonly conversation_id?: string | null
  readonly ticket_id?: string | null
  readonly card_id?: string | null
  readonly thread_card_id?: string | null
  readonly message_id?: string | null
  /** The file it brings: it waits until that is stored. */
  readonly attachment_id?: string | null
  readonly epoch?: number | null
  /** Whether it waits for the card whose thread it goes into, or for what `hold` says. */
  readonly held: boolean
  readonly hold?: 'gate' | 'approval'
  /** Sent with the commit itself: the other side reads it from us. */
  readonly pulled?: boolean
  /** An agent's reply: the desk is told what became of it. */
  readonly reply?: boolean
  /** Agents whose attention it calls. */
  readonly mention?: readonly string[]
}

export interface CardRow {
  readonly id: string
  readonly ticket_id: string
  readonly message_id: string | null
  readonly room_id: string
  readonly ref: string | null
  /** Where it is. */
  readonly channel: string
}

/** What has to be known of the channel a row goes to. */
export type Can = (channel: string) => Pick<ChannelAbilities, 'pulled' | 'cardFiles'>

/** Looks a configured room up; rooms of the config are rows since it was applied. */
export type RoomOf = (ref: RoomRef) => string | null

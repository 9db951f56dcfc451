/** Rows that decisions make: what is to be sent, and cards. */

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
}

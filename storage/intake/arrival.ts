import type { InboundEvent } from '../../bot/ports/channel.ts'
import type { Place } from './places.ts'

/** An event with what intake found out about it. */
export interface Arrival {
  readonly event: InboundEvent
  readonly id: string
  readonly hash: Buffer
  readonly place: Place
}

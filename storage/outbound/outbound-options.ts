/** What the stores of the send and redraw loops share. */
import type { Lang } from '../../bot/domain/lang.ts'
import type { ChannelAbilities, Outcome, Outgoing } from '../../bot/ports/channel.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import type { CardFacts, DrawCard, SendWork } from '../../bot/ports/stores.ts'
import type { Db } from '../database.ts'

export interface OutboundOptions {
  readonly db: Db
  readonly ids: Ids
  readonly owner: string
  readonly draw: DrawCard
  readonly config: () => CardFacts['config']
  readonly can: (channel: string) => ChannelAbilities
  /** The language of a room's readers. */
  readonly langOf: (room: string) => Lang
  /** Told how many guarded words died because the speaker had changed. */
  readonly onStale?: (deliveries: number) => void
}

/** Of a send only its place is needed once something came of it. */
export interface SendResult {
  readonly work: Pick<SendWork, 'lane' | 'fence' | 'tries' | 'channel' | 'doubtMs' | 'again'> & {
    readonly outgoing: Pick<Outgoing, 'id' | 'room'> & { readonly kind?: Outgoing['kind'] }
  }
  readonly outcome: Outcome
}

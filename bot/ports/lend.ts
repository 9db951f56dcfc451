/** How deliveries are lent to channels in other processes, which pull what they are to show. */
import type { Id } from '../domain/ticket.ts'
import type { ChannelName, Outcome, Outgoing } from './channel.ts'
import type { Rings } from './stores.ts'

/**
 * What is lent stands in the database before it is handed over, so whichever process hears what came of it keeps
 * that, exactly once; and what nobody hears of is lent again, under the same id.
 */
export interface LendStore {
  /** Lends what is due, from at most `most` rooms, in the order in which each room must show it. What was told of it meanwhile is kept, not lent again. */
  lend(channel: ChannelName, most: number): Promise<{ readonly lent: readonly Outgoing[]; readonly rings: Rings }>
  /** Keeps what came of one; repeats change nothing. `known`: false for what was never lent to that channel. */
  settle(channel: ChannelName, id: Id, outcome: Outcome): Promise<{ readonly known: boolean; readonly rings: Rings }>
}

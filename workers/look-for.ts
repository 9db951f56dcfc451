/** Sends that were not answered are looked for before they are repeated (design §3.5): a repeat of what arrived is what people see twice. */
import type { Channel, Outcome } from '../bot/ports/channel.ts'
import type { SendWork } from '../bot/ports/stores.ts'
import type { Log } from '../kit/log.ts'

export interface SendResult {
  readonly work: SendWork
  readonly outcome: Outcome
}

/** What a platform does not show so long after an unanswered send, it did not get. */
const SURE_MS = 3_000

/** Names the room, or the thread, whose history tells of a send. */
export function placeOf({ channel, outgoing: { room } }: SendWork): string {
  return JSON.stringify([channel, room.account, room.external, room.thread])
}

/** Asks once for all of one place. What is neither found nor surely lost stays open, as all does that could not be looked for within `ms`. */
export async function lookFor(channel: Channel, works: readonly SendWork[], ms: number, log: Log): Promise<readonly SendResult[]> {
  const [first] = works
  if (!first) return []
  const ids = works.map(({ outgoing }) => outgoing.id)
  let found: Awaited<ReturnType<NonNullable<Channel['find']>>> | null = null
  let timer: NodeJS.Timeout | undefined
  try {
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), ms)
    })
    found = await Promise.race([channel.find?.(ids, first.outgoing.room) ?? null, late])
  } catch (error) {
    log.warn('sends in doubt could not be looked for', { deliveries: ids.join(' '), error })
  } finally {
    clearTimeout(timer)
  }
  const refs = new Map(found?.map(({ id, ref }) => [id, ref]))
  return works.map((work) => ({ work, outcome: outcomeOf(work, refs.get(work.outgoing.id), found !== null) }))
}

function outcomeOf({ doubtMs = 0 }: SendWork, ref: string | undefined, looked: boolean): Outcome {
  if (ref !== undefined) return { sent: { ref } }
  return looked && doubtMs >= SURE_MS ? { later: 0 } : { unknown: true }
}

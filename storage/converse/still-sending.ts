/** What is about something that is being sent at this moment waits until it is known what came of that. */
import type { DeskEvent, View } from '../../bot/domain/view.ts'
import type { LineWork } from '../../bot/ports/stores.ts'
import { madeAt } from '../../kit/ids.ts'
import type { Tx } from '../database.ts'
import { findTickets } from '../intake/aimed.ts'
import { type Claimed, giveBack } from './claimed.ts'

/** A platform answers long before; a send in doubt is given up after less (`settle-deliveries.ts`). Then the desk goes by what it knows. */
const LONGEST_MS = 60_000
const AGAIN_MS = 200

/** These tell what came of a send. */
const TIDINGS: ReadonlySet<DeskEvent['what']> = new Set(['sent', 'send-failed', 'file-failed'])

/** Gives back the lines with an event that is to change a reply of which the customer may have something by then; answers which. */
export async function putOffGoing(tx: Tx, owner: string, works: readonly LineWork[], views: readonly View[]): Promise<ReadonlySet<string>> {
  const going = new Map(
    works.flatMap((work, i) => {
      const view = views[i]
      return work.item.is === 'event' && view && isAboutGoing(work.item.event, view) ? [[work.line, work.fence] as const] : []
    }),
  )
  await putOff(
    tx,
    owner,
    [...going].map(([key, fence]) => ({ key, fence })),
  )
  return new Set(going.keys())
}

function isAboutGoing({ id, what }: DeskEvent, { reply, now }: View): boolean {
  return reply?.state === 'sending' && !TIDINGS.has(what) && now - madeAt(id) < LONGEST_MS
}

/** They are due again soon; that was no try. */
async function putOff(tx: Tx, owner: string, lines: readonly Pick<Claimed, 'key' | 'fence'>[]): Promise<void> {
  for (const line of lines) await giveBack(tx, owner, line, AGAIN_MS, 'nobody')
}

/** The lines whose events can be decided. Of what was said at a message of ours that the platform has not told us of, the ticket is looked for. */
export async function settledLines(tx: Tx, owner: string, lines: readonly Claimed[]): Promise<readonly Claimed[]> {
  const early = await findTickets(
    tx,
    lines.map(({ key }) => key),
    LONGEST_MS,
  )
  await putOff(
    tx,
    owner,
    lines.filter(({ key }) => early.has(key)),
  )
  return lines.filter(({ key }) => !early.has(key))
}

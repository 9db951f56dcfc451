/** Emoji in rooms of teams. One that is a command may come before the words it was given to; then it waits for them. */
import { reactionCommand } from '../../bot/domain/reactions.ts'
import type { Tx } from '../database.ts'
import { messageHash, targetsOf } from './aimed.ts'
import type { Arrival } from './arrival.ts'
import { isAwaited, keepEarly, keyOfWords } from './early.ts'
import { agentsOf, personOf, storeTeamEvents } from './team-events.ts'

/** What was said in the same batch stands there already. */
export async function storeReactions(tx: Tx, arrivals: readonly Arrival[]): Promise<void> {
  const now: Arrival[] = []
  for (const arrival of arrivals) if (!(isForTicket(arrival) && (await waits(tx, arrival)))) now.push(arrival)
  await storeTeamEvents(tx, now)
}

/** To make a ticket of words the desk does not know is refused in words, at once: those may be anybody's. */
function isForTicket({ event, place }: Arrival): boolean {
  const command = reactionCommand(event.value ?? {})?.name
  return place.kind !== 'customer' && command !== undefined && command !== 'create'
}

/** Given by an agent to what is neither ours, as far as we know, nor was said yet. */
async function waits(tx: Tx, arrival: Arrival): Promise<boolean> {
  const { event, place, id } = arrival
  const key = await keyOfWords(tx, event)
  if (key && !isAwaited(key)) return false
  if (!(await agentsOf(tx, [arrival])).has(personOf(arrival))) return false
  const target = (await targetsOf(tx, [{ id, room: place.room, ref: event.room.thread ?? '', message: messageHash(event) }])).get(id)
  if (target?.ticket || target?.sending) return false
  await keepEarly(tx, arrival, key !== undefined)
  return true
}

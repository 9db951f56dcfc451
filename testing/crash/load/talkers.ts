/** Customers to whom the order of things matters: who writes several messages, and who reads by the last one they have. */
import { ApiClient } from '../../api-client.ts'
import { type Fleet, pause } from '../fleet.ts'
import type { Customers } from './customers.ts'

const AGAIN_MS = 200
const HEARD_MS = 45_000

interface Shown {
  readonly id: string
  readonly kind: string
  readonly text: string
  readonly at: string
}

/** What the page of a conversation shows; null where no process answers. */
async function messagesOf(fleet: Fleet, turn: number, conversation: string, cursor: string | null): Promise<readonly Shown[]> {
  const desk = fleet.any(turn, 'intake')
  const after = cursor === null ? '' : `&cursor=${cursor}`
  const answer = desk && (await new ApiClient(desk).call('GET', `/v1/messages?conversation=${conversation}${after}`).catch(() => null))
  return answer?.status === 200 ? (answer.body as { messages: readonly Shown[] }).messages : []
}

/** Says several things one after the other, each when the one before was acknowledged; answers what is shown in another order than it was said. */
export async function talk(customers: Customers, fleet: Fleet, messages: number, betweenMs: number): Promise<readonly string[]> {
  const first = customers.fresh()
  const said = [first, ...Array.from({ length: messages - 1 }, () => customers.more(first.customer))]
  for (const words of said) {
    if (!(await customers.say(words))) return [`${words.token} was never acknowledged`]
    await pause(betweenMs)
  }
  const shown = (await messagesOf(fleet, 0, first.customer, null)).filter(({ kind }) => kind === 'customer')
  const tokens = (list: readonly { readonly text: string }[]) => list.map(({ text }) => text.slice(-11)).join(' ')
  const byTime = shown.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return [
    ...(tokens(shown) === tokens(said) ? [] : [`${tokens(said)} stand as ${tokens(shown)}`]),
    ...(tokens(byTime) === tokens(said) ? [] : [`${tokens(said)} were said, by their times, as ${tokens(byTime)}`]),
  ]
}

/** Asks for what is new with the id of the last message they have, as documented; answers whether the desk's first answer came. */
export async function hears(customers: Customers, fleet: Fleet): Promise<boolean> {
  const words = customers.fresh()
  if (!(await customers.say(words))) return false
  let last: string | null = null
  for (const end = Date.now() + HEARD_MS; Date.now() < end; await pause(AGAIN_MS)) {
    for (const { id, kind } of await messagesOf(fleet, 0, words.customer, last)) {
      if (kind !== 'customer') return true
      last = id
    }
  }
  return false
}

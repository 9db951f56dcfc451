/** More than the desk may be able to take: so many events a second, whatever becomes of those before. */
import { type Fleet, pause } from '../fleet.ts'
import type { Ledger } from '../ledger.ts'
import type { Customers } from './customers.ts'

export interface Crowd {
  readonly sent: number
  readonly acked: number
  /** Refused with 503 and the time to wait; nothing was kept of them. */
  readonly shed: number
  /** Refused in any other way, or without saying when to come again. */
  readonly odd: readonly string[]
}

/** The same few people say more and more, so that what was taken in can be worked off. */
const PEOPLE = 200
const TICK_MS = 10
const ANSWER_MS = 30_000

export async function sendCrowd(fleet: Fleet, ledger: Ledger, customers: Customers, perSecond: number, ms: number): Promise<Crowd> {
  const found = { sent: 0, acked: 0, shed: 0, odd: [] as string[] }
  const known = new Set<string>()
  const say = async (turn: number) => {
    const customer = `crowd${turn % PEOPLE}`
    const { id, token, text } = customers.more(customer)
    const desk = fleet.any(turn, 'intake')
    if (!desk) return
    try {
      const answer = await fetch(`${desk.url}/v1/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${desk.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ customer: { id: customer, name: customer }, id, text }),
        signal: AbortSignal.timeout(ANSWER_MS),
      })
      const body = (await answer.json()) as { readonly message?: string }
      if (answer.status === 202 && body.message) {
        found.acked++
        ledger.add({ is: 'acked', token, customer, message: body.message, first: !known.has(customer) })
        known.add(customer)
      } else if (answer.status === 503 && answer.headers.has('retry-after')) found.shed++
      else found.odd.push(`${answer.status}`)
    } catch (error) {
      found.odd.push(error instanceof Error ? error.name : 'error')
    }
  }
  const saying = new Set<Promise<void>>()
  const began = performance.now()
  for (let passed = 0; passed < ms; passed = performance.now() - began) {
    for (const due = (passed / 1_000) * perSecond; found.sent < due; found.sent++) {
      const one = say(found.sent)
      saying.add(one)
      void one.then(() => saying.delete(one))
    }
    await pause(TICK_MS)
  }
  await Promise.all(saying)
  return found
}

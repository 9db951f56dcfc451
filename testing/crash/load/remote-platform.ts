/** A chat platform of somebody else, joined over /v1/channels: says what its people say, and shows what the desk sends, each id once. */
import { ApiClient } from '../../api-client.ts'
import type { DeskProcess } from '../../desk-process.ts'
import { type Fleet, pause } from '../fleet.ts'
import type { Ledger } from '../ledger.ts'
import type { Load } from './customers.ts'
import type { Patience } from './patience.ts'

export const REMOTE = 'crash-chat'
const AGAIN_MS = 50

export interface RemotePlatform extends Load {
  /** Looks for no more deliveries; what the desk owed must have come by then. */
  close(): Promise<void>
}

export function startRemotePlatform(fleet: Fleet, ledger: Ledger, patience: Patience, betweenMs = 60): RemotePlatform {
  const ended = new AbortController()
  let listening = true
  let count = 0
  let turn = 0
  const shown = new Set<string>()
  const call = (desk: DeskProcess | null, method: string, path: string, body?: unknown) =>
    desk ? new ApiClient(desk).call(method, path, body).catch(() => null) : Promise.resolve(null)
  const people = async () => {
    for (;;) {
      await patience.room(ended.signal)
      if (ended.signal.aborted) return
      const token = String(30_260_000_000 + count++)
      const person = `p${token}`
      const event = { key: token, room: { id: person }, from: { id: person, name: person }, text: `快递一直没到，订单号 ${token}` }
      for (;;) {
        const answer = await call(fleet.any(turn++, 'intake'), 'POST', `/v1/channels/${REMOTE}/events`, { events: [event] })
        if (answer?.status === 200) {
          const { answers } = answer.body as { answers: { message: string | null }[] }
          ledger.add({ is: 'heard', token, message: answers[0]?.message ?? null })
          patience.waits(person)
          break
        }
        await pause(AGAIN_MS)
      }
      await pause(betweenMs)
    }
  }
  const screen = async () => {
    while (listening) {
      const answer = await call(fleet.any(turn++, 'intake'), 'GET', `/v1/channels/${REMOTE}/deliveries?wait=1`)
      const { deliveries = [] } = (answer?.status === 200 ? answer.body : {}) as { deliveries?: { id: string; kind: string }[] }
      for (const { id, kind } of deliveries) {
        // Shown once, as a platform does that knows the id; then told, which may be lost with the desk.
        if (!shown.has(id)) ledger.add({ is: 'shown', delivery: id, kind })
        shown.add(id)
        // Told to whichever process comes next, mostly another than the one that lent it.
        await call(fleet.any(turn++, 'intake'), 'POST', `/v1/channels/${REMOTE}/deliveries/${id}/outcome`, { sent: { ref: `r-${id}` } })
      }
      if (deliveries.length === 0) await pause(AGAIN_MS)
    }
  }
  const said = people()
  const watched = screen()
  return {
    stop: async () => {
      ended.abort()
      await said
    },
    close: async () => {
      listening = false
      await watched
    },
  }
}

/** The gate's word on a reply, as it would be written now: asked when it is sent, and before, by whoever only looks. */
import { checkReply, type Finding, gateOf } from './domain/send-gate.ts'
import type { Ticket } from './domain/ticket.ts'
import type { View } from './domain/view.ts'

export interface Judged {
  readonly colour: 'green' | 'amber' | 'red'
  /** When an amber one goes out by itself, milliseconds since 1970. */
  readonly until: number | null
  readonly findings: readonly Finding[]
}

/** Whether the words themselves are what stops it, not an earlier reply that still waits. */
export function isStopped({ findings }: Judged): boolean {
  return findings.some(({ code }) => code !== 'order')
}

/** Words that follow an amber reply of the ticket wait as long as that, so that the customer reads them in the order they were said. */
export function judgeReply(view: View, ticket: Ticket, tickets: readonly Ticket[], text: string): Judged {
  const { config } = view.config
  const { colour, findings } = checkReply(text, { config, ticket, tickets, foreign: view.foreign ?? [] })
  if (colour === 'red') return { colour, until: null, findings }
  const before = Math.max(0, ...(ticket.held ?? []).map((held) => held.until ?? 0))
  if (colour === 'amber') return { colour, until: Math.max(before + 1, view.now + gateOf(config).amberSeconds * 1000), findings }
  if (before <= view.now) return { colour, until: null, findings }
  return { colour: 'amber', until: before + 1, findings: [{ code: 'order', colour: 'amber', facts: {}, said: '' }] }
}

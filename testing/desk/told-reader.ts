/** A model that reads what a test says it reads, and can be held up, broken or hung. */
import type { Claim, Intent } from '../../bot/domain/claim.ts'
import type { Turn } from '../../bot/domain/conversation.ts'
import type { Id, Mood } from '../../bot/domain/ticket.ts'
import type { TurnView, Understand } from '../../bot/ports/understand.ts'

/** One matter; its words are the turn's last message. */
export interface Told {
  readonly intent: Intent
  readonly category?: string
  readonly mood?: Mood
  readonly field?: { readonly name: string; readonly value: string }
  readonly ticket?: Id
}

export interface ToldReader extends Understand {
  readonly reads: readonly Turn[]
  /** Readings wait from now until the answer is called. */
  hold(): () => void
}

/** `tell` answers the matters of a text; it may throw, and what it answers may be nonsense. */
export function toldReader(tell: (text: string, view: TurnView) => readonly Told[] | readonly Claim[] | Promise<never>): ToldReader {
  const reads: Turn[] = []
  let gate: Promise<void> = Promise.resolve()
  return {
    reads,
    hold: () => {
      let open = () => {}
      gate = new Promise((resolve) => {
        open = resolve
      })
      return open
    },
    version: () => 'told-1',
    read: async (turn, view) => {
      reads.push(turn)
      await gate
      const told = await tell(turn.messages.map((m) => m.text).join('\n'), view)
      const claims = told.flatMap((one, matter) => ('about' in one ? [one] : claimsOf(one, matter, turn)))
      return { claims, model: 'told-1', cost: { tokensIn: 0, tokensOut: 0, calls: 0 } }
    },
  }
}

/** Everything is a problem of one kind, and more words belong to the ticket there is. */
export function plain(category = 'after-sales/quality'): (text: string, view: TurnView) => readonly Told[] {
  return (_, view) => {
    const active = view.tickets.find((t) => t.state !== 'resolved' && t.state !== 'closed')
    return [{ intent: 'problem', category, ...(active ? { ticket: active.id } : {}) }]
  }
}

function claimsOf({ intent, category, mood, field, ticket }: Told, matter: number, turn: Turn): readonly Claim[] {
  const message = turn.messages.at(-1)
  if (!message) return []
  const words = { message: message.id, start: 0, end: message.text.length }
  const start = field ? message.text.indexOf(field.value) : -1
  return [
    { about: 'intent', matter, intent, confidence: 0.9, words },
    ...(category ? [{ about: 'category', matter, category, confidence: 0.9, others: [], words } as const] : []),
    ...(mood ? [{ about: 'mood', matter, mood, confidence: 0.9, words } as const] : []),
    ...(ticket ? [{ about: 'ticket', matter, ticket, confidence: 0.9, words } as const] : []),
    ...(field
      ? [
          {
            about: 'field',
            matter,
            ...field,
            confidence: 0.9,
            words: { message: message.id, start: Math.max(0, start), end: start + field.value.length },
          } as const,
        ]
      : []),
    { about: 'title', matter, title: message.text, summary: turn.messages.map((m) => m.text).join('; '), words },
  ]
}

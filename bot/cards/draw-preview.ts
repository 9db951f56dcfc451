/** Draws a reply as its customer would read it. A courtesy only: what becomes of it is decided when it is sent. */
import { checkedText } from '../commands/reply.ts'
import { OFFLINE } from '../domain/conversation.ts'
import { cutText } from '../domain/cut-text.ts'
import { detectLang } from '../domain/detect-lang.ts'
import type { Lang } from '../domain/lang.ts'
import { openPlace } from '../domain/macro-text.ts'
import { may } from '../domain/roles.ts'
import { isActive, ticketNumber } from '../domain/ticket.ts'
import { isForeign } from '../domain/translation.ts'
import type { View } from '../domain/view.ts'
import { isStopped, judgeReply } from '../judge-reply.ts'
import type { Pressed } from '../ports/forms.ts'
import { texts } from '../texts/index.ts'
import type { CardChip, CardLine } from './card.ts'
import { gateReason } from './gate-reason.ts'
import type { ReplyPreview } from './reply-preview.ts'

type Input = Readonly<Record<string, string>>

const TONE = { green: 'good', amber: 'warn', red: 'bad' } as const

/** Null where nothing would be sent: another action, no words, or one that is refused. */
export function drawPreview(view: View, press: Pressed, input: Input, agent: string, lang: Lang): ReplyPreview | null {
  const { ticket, config } = view
  const actor = view.agents.find(({ id }) => id === agent)
  const words = wordsToCustomer(press, input)?.trim() ?? ''
  const ends = press.action === 'resolve'
  if (!ticket || !actor || !may(actor, ends ? 'resolve' : 'reply', ticket) || !isActive(ticket.state)) return null
  if (view.conversation?.room.channel === OFFLINE || checkedText(words)) return null
  // A reply that is rewritten no longer waits itself.
  const still = { ...ticket, held: (ticket.held ?? []).filter(({ message }) => message !== press.message) }
  const judged = judgeReply(view, still, view.tickets, words)
  // What was done goes out with the result, unless the gate stops it: then it waits as a reply.
  const result = ends && !isStopped(judged)
  const { colour, until, findings } = result ? { ...judged, colour: 'green' as const, findings: [] } : judged
  const { gate, preview } = texts(lang)
  const reads = view.conversation?.lang ?? config.config.lang
  const parts = cutText(result ? texts(reads).customer.resolvedNote(ticketNumber(ticket.number), words) : words, view.limit)
  return {
    title: preview.title,
    label: preview.label,
    again: preview.again,
    speaker: result ? config.config.name[lang] : actor.name,
    parts,
    chips: [
      { text: gateWords(), tone: TONE[colour] },
      langChip(detectLang(words), reads, lang),
      ...(parts.length > 1 ? [{ text: preview.parts(parts.length), tone: 'plain' } as const] : []),
    ],
    lines: [
      ...(press.action.startsWith('macro:') ? unfilled(words, lang) : []),
      ...findings.map((finding) => ({ label: gate.why, value: gateReason(finding, finding.said, lang), tone: TONE[finding.colour] })),
    ],
  }

  function gateWords(): string {
    if (colour !== 'amber') return preview[colour]
    return preview.amber(Math.max(1, Math.ceil(((until ?? view.now) - view.now) / 1000)))
  }
}

function langChip(said: Lang | null, reads: Lang, lang: Lang): CardChip {
  const { preview } = texts(lang)
  return said !== null && isForeign(said, reads)
    ? { text: preview.otherLang(said, reads), tone: 'warn' }
    : { text: preview.langs[said ?? reads], tone: 'plain' }
}

/** A macro with a place left open is refused when it is sent. */
function unfilled(words: string, lang: Lang): readonly CardLine[] {
  const place = openPlace(words)
  const { gate, errors } = texts(lang)
  return place ? [{ label: gate.why, value: errors.MACRO_INCOMPLETE.detail({ place }), tone: 'bad' }] : []
}

/** What a form would say to the customer; undefined for one that says nothing. */
export function wordsToCustomer({ action }: Pressed, { text, note }: Input): string | undefined {
  if (action === 'resolve') return note
  return action === 'reply' || action === 'reply-wait' || action === 'edit' || action.startsWith('macro:') ? text : undefined
}

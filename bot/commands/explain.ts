/** What an agent can ask about a ticket; answered to who asks, alone. Nothing changes but the summary. */
import { customerName } from '../customer-name.ts'
import type { Dossier } from '../domain/dossier.ts'
import { shorten } from '../domain/shorten.ts'
import { ticketNumber } from '../domain/ticket.ts'
import { zonedClock } from '../domain/when.ts'
import { texts } from '../texts/index.ts'
import { SUMMARY_LENGTH } from '../understanding/verify-claims.ts'
import { reasonText, wordEvent } from '../word-event.ts'
import { claimText, isKept, ruleText } from '../word-why.ts'
import { by, type Command, type CommandCall } from './command.ts'
import { tell } from './tell.ts'

const MOST = 20
const LONGEST_LINE = 160

function explaining(name: 'why' | 'timeline' | 'history', lines: (call: CommandCall, dossier: Dossier) => readonly string[]): Command {
  return {
    name,
    run: (call) => {
      const { dossier } = call.draft.view
      tell(call, dossier ? lines(call, dossier).join('\n') : texts(call.actor.lang).work.whisper.none)
      return null
    },
  }
}

/** `why`: the category, priority and team, and what was read from the customer's words, each with how sure it is. */
export const why = explaining('why', ({ draft, ticket, actor: { lang } }, dossier) => {
  const { config } = draft.view.config
  const { whisper } = texts(lang).work
  const percent = (confidence: number) => Math.round(confidence * 100)
  const category = config.categories.find((c) => c.key === ticket.category)?.labels[lang] ?? ticket.category
  const claims = dossier.why.turns.flatMap(({ reading }) =>
    (reading?.claims ?? []).flatMap((claim) => {
      const confidence = claim && claim.about !== 'title' ? claim.confidence : null
      if (typeof confidence !== 'number') return []
      const text = shorten(claimText(claim, ticket, config, lang), LONGEST_LINE)
      return [whisper.claim(text, percent(confidence), isKept(claim, reading?.understanding ?? { model: '', matters: [], dropped: 0 }))]
    }),
  )
  return [
    whisper.why(ticketNumber(ticket.number)),
    whisper.decided(category, percent(ticket.confidence)),
    whisper.priority(ticket.priority, reasonText(ticket.priorityWhy, lang)),
    whisper.rule(ruleText(ticket.rule, dossier.why.rule, config, lang)),
    ...(claims.length > 0 ? [whisper.claims, ...claims.slice(0, MOST)] : []),
    ...(claims.length > MOST ? [whisper.more(claims.length - MOST)] : []),
  ]
})

/** `timeline`: the newest of what happened, oldest first. */
export const timeline = explaining('timeline', ({ draft, ticket, actor: { lang } }, dossier) => {
  const { config } = draft.view.config
  const { whisper } = texts(lang).work
  const lines = dossier.events.map(({ event, name }) => {
    const who = name ?? texts(lang).events[event.by.kind]
    const text = wordEvent(event, { agents: dossier.agents, numbers: dossier.numbers, config }, lang)
    return `${zonedClock(event.at, config)} · ${who} · ${shorten(text, LONGEST_LINE)}`
  })
  return [whisper.timeline(ticketNumber(ticket.number)), ...lines.slice(-MOST)]
})

/** `history`: the customer's other tickets and how they rated them. */
export const history = explaining('history', ({ draft, ticket, actor: { lang } }, dossier) => {
  const { card, work } = texts(lang)
  const lines = dossier.past.slice(0, MOST).map((past) => {
    const stars = past.rating === null ? '' : `${'★'.repeat(past.rating)}${'☆'.repeat(5 - past.rating)}`
    const title = shorten(past.title.value ?? card.noTitle, LONGEST_LINE)
    return work.whisper.past(ticketNumber(past.number), title, card.states[past.state], stars)
  })
  const rest = dossier.past.length - lines.length
  const name = customerName(draft, ticket)
  return [work.whisper.history(name, dossier.past.length), ...lines, ...(rest > 0 ? [work.whisper.more(rest)] : [])]
})

/** `summary`: brings it up to what the customer has said by now, then says it. */
export const summary: Command = {
  name: 'summary',
  run: (call) => {
    const { draft, ticket, actor } = call
    const said = gist(draft.view.dossier ?? null)
    const title = ticket.title.value
    if (said !== '' && title !== null && ticket.summary.value !== null && said !== ticket.summary.value)
      draft.change(ticket.id, { type: 'summary-set', title: draft.personal(title), summary: draft.personal(said) }, by(actor))
    const { whisper } = texts(actor.lang).work
    tell(call, `${whisper.summary(ticketNumber(ticket.number), title ?? '')}\n${said || (ticket.summary.value ?? whisper.none)}`)
    return null
  },
}

/** What the customer said: the first words tell the matter, the newest where it stands; what lies between is left out when it is long. */
function gist(dossier: Dossier | null): string {
  const messages = dossier?.why.turns.flatMap((turn) => turn.messages.map((m) => m.text.trim())) ?? []
  const said = [...new Set(messages)].filter((text) => text !== '').map((text) => shorten(text, LONGEST_LINE))
  const between = /\p{Script=Han}/u.test(said.join('')) ? '；' : '; '
  const all = said.join(between)
  if (all.length <= SUMMARY_LENGTH) return all
  const [first = '', ...others] = said
  const newest: string[] = []
  for (const text of others.reverse()) {
    if (first.length + newest.join(between).length + text.length + 8 > SUMMARY_LENGTH) break
    newest.unshift(text)
  }
  return shorten([first, '…', ...newest].join(between), SUMMARY_LENGTH)
}

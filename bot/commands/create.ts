/**
 * `create`: somebody of a team makes a ticket on purpose. Of a customer's message it becomes that customer's ticket;
 * of anything else it is a matter of the customer who is named, or of nobody known.
 *
 * What was pressed on becomes a ticket once: every later press, by whomever and in whatever way, is told its number.
 */
import { type MatterOpening, openMatter } from '../decide/open-ticket.ts'
import { type Message, OFFLINE } from '../domain/conversation.ts'
import type { DeskConfig } from '../domain/desk-config.ts'
import { detectLang } from '../domain/detect-lang.ts'
import { fieldValue } from '../domain/field-value.ts'
import { fold } from '../domain/fold.ts'
import { may } from '../domain/roles.ts'
import { shorten } from '../domain/shorten.ts'
import { PRIORITIES, type Priority, type Ticket, type TicketField, ticketNumber } from '../domain/ticket.ts'
import type { DeskEvent, Source } from '../domain/view.ts'
import type { Draft } from '../draft.ts'
import { askForMissing } from '../questions.ts'
import { SUMMARY_LENGTH, TITLE_LENGTH } from '../understanding/verify-claims.ts'
import { by, type CommandRefusal } from './command.ts'

/** `before`: it was there already, and nothing was done. */
export interface Made {
  readonly ticket: Ticket
  readonly before: boolean
}

type Args = Readonly<Record<string, string>>

const LONGEST = 8_000
export const LONGEST_VALUE = 500
/** Names of a form's inputs that are fields of the template. */
export const FIELD_INPUT = 'field.'

export function create(draft: Draft, event: DeskEvent, args: Args): CommandRefusal | Made {
  const { actor } = event
  const { source } = draft.view
  if (!source) throw new Error('what the ticket is made of was not loaded')
  if (!actor || !may(actor, 'create', { team: source.team ?? actor.teams[0] ?? '', owner: null }))
    return { code: 'NOT_ALLOWED', facts: { command: 'create' } }
  // In the thread of a card every message is about its ticket.
  const there = source.tickets[0] ?? (source.key ? draft.view.ticket : null)
  if (there) return { ticket: draft.ticket(there.id) ?? there, before: true }
  const text = (args['text'] ?? '').trim() || wordsOf(source, event)
  if (text === '')
    return source.key && !source.message ? { code: 'MESSAGE_UNHEARD' } : { code: 'COMMAND_INCOMPLETE', facts: { needs: 'text' } }
  if (text.length > LONGEST) return { code: 'INPUT_TOO_LARGE', facts: { max: LONGEST } }
  const chosen = chosenBy(draft, args, actor.name)
  if ('code' in chosen) return chosen
  const whose = customerOf(draft, source, args, text)
  if ('code' in whose) return whose
  const { category, ...rest } = chosen
  const opened = openMatter(draft, {
    ...rest,
    ...whose,
    text,
    matter: {
      intent: 'problem',
      confidence: 1,
      category: category === null ? null : { key: category, confidence: 1, others: [] },
      mood: 'neutral',
      urgency: null,
      ticket: null,
      fields: [],
      title: shorten((args['title'] ?? '').trim() || (text.split('\n', 1)[0] ?? text), TITLE_LENGTH),
      summary: shorten(text, SUMMARY_LENGTH),
    },
    opener: null,
    by: by(actor),
    // Nobody chose a team or a category: then it is the matter of those in whose room it was made, unless a rule knows better.
    ...(category === null && source.team !== null ? { home: source.team } : {}),
  })
  if (source.key) draft.effects.push({ do: 'made-of', ticket: opened.id, key: source.key })
  if (source.message) {
    const label = draft.view.config.config.categories.find((c) => c.key === opened.category)?.labels[draft.lang] ?? opened.category
    draft.say('ack', draft.words.customer.opened(ticketNumber(opened.number), label), { ticket: opened.id })
    askForMissing(draft, opened)
  }
  return { ticket: opened, before: false }
}

/** What the message said: the customer's own words, the team's, or those the platform brought along. */
function wordsOf({ message, said }: Source, event: DeskEvent): string {
  if (message) return message.text.trim() || message.attachments.map((file) => file.name).join(', ')
  return (said ?? (typeof event.value['message'] === 'string' ? event.text : '')).trim()
}

interface Chosen {
  readonly category: string | null
  readonly fields: readonly TicketField[]
  readonly team?: string
  readonly priority?: NonNullable<MatterOpening['priority']>
}

function chosenBy(draft: Draft, args: Args, agent: string): CommandRefusal | Chosen {
  const { config } = draft.view.config
  const wanted = { category: trimmed(args, 'category'), team: trimmed(args, 'team'), priority: trimmed(args, 'priority').toUpperCase() }
  const category = named(config.categories, wanted.category)
  if (wanted.category && !category) return { code: 'CATEGORY_NOT_FOUND', facts: { category: wanted.category.slice(0, 60) } }
  const team = named(config.teams, wanted.team)
  if (wanted.team && !team) return { code: 'TEAM_NOT_FOUND', facts: { team: wanted.team.slice(0, 40) } }
  if (wanted.priority && !PRIORITIES.includes(wanted.priority as Priority))
    return { code: 'COMMAND_INCOMPLETE', facts: { needs: 'priority' } }
  const fields = fieldsOf(draft, args)
  if ('code' in fields) return fields
  return {
    category,
    fields,
    ...(team ? { team } : {}),
    ...(wanted.priority ? { priority: { priority: wanted.priority as Priority, why: { code: 'agent', facts: { agent } } } } : {}),
  }
}

function trimmed(args: Args, name: string): string {
  return (args[name] ?? '').trim()
}

/** The key of what is called so, by its key or by its label in any language. */
function named(list: readonly { readonly key: string; readonly labels: DeskConfig['name'] }[], wanted: string): string | null {
  if (wanted === '') return null
  const said = fold(wanted)
  return list.find((one) => [one.key, ...Object.values(one.labels)].some((label) => fold(label) === said))?.key ?? null
}

function fieldsOf(draft: Draft, args: Args): CommandRefusal | readonly TicketField[] {
  const found: TicketField[] = []
  for (const [input, words] of Object.entries(args)) {
    if (!input.startsWith(FIELD_INPUT) || words.trim() === '') continue
    const name = input.slice(FIELD_INPUT.length)
    const field = draft.view.config.config.fields.find((one) => one.key === name)
    if (!field) return { code: 'FIELD_NOT_FOUND', facts: { field: name.slice(0, 60) } }
    const value = fieldValue(field, shorten(words, LONGEST_VALUE))
    if (value === null) return { code: 'FIELD_WRONG', facts: { field: field.labels[draft.lang], value: words.trim().slice(0, 60) } }
    found.push({ name, value: draft.personal(value), words: null, evidence: null })
  }
  return found
}

type Whose = Pick<MatterOpening, 'conversation' | 'customer' | 'messages' | 'linked' | 'offline'>

function customerOf(draft: Draft, source: Source, args: Args, text: string): CommandRefusal | Whose {
  const { conversation, ticket } = draft.view
  if (source.message) return { ...ofMessage(source.message), linked: null }
  const customer = trimmed(args, 'customer')
  if (source.customer === 'several') return { code: 'CUSTOMER_AMBIGUOUS', facts: { customer: customer.slice(0, 60) } }
  if (source.unknown === 'id') return { code: 'CUSTOMER_NOT_FOUND', facts: { customer: customer.slice(0, 60) } }
  const known = source.customer
  if (known?.conversation && conversation)
    return { conversation: known.conversation, customer: known.customer.id, messages: [], linked: null, offline: !draft.reachable }
  // Typed in the thread of a card: another matter of the same customer.
  if (ticket && !customer)
    return { conversation: ticket.conversation, customer: ticket.customer, messages: [], linked: ticket.id, offline: !draft.reachable }
  return { ...meet(draft, source, trimmed(args, 'name') || customer, text), linked: null }
}

function ofMessage({ id, conversation, author }: Message): Pick<Whose, 'conversation' | 'customer' | 'messages'> {
  if (author === null) throw new Error('a customer’s message has its author')
  return { conversation, customer: author, messages: [id] }
}

/** A conversation for a matter that has none. Where no client of ours talks with the customer it is nowhere: nothing can be sent. */
function meet(draft: Draft, source: Source, name: string, text: string): Pick<Whose, 'conversation' | 'customer' | 'messages' | 'offline'> {
  const known = source.customer === 'several' ? null : source.customer
  const conversation = draft.mint.id()
  const customer = known?.customer.id ?? draft.mint.id()
  draft.lang = detectLang(text) ?? draft.view.config.config.lang
  draft.effects.push({
    do: 'meet',
    conversation,
    room: draft.mint.id(),
    customer,
    fresh: known === null,
    name: shorten(name, 60) || null,
    lang: draft.lang,
    place: source.place ?? { channel: OFFLINE, account: 'desk', external: conversation, identity: null },
  })
  return { conversation, customer, messages: [], offline: source.place === null }
}

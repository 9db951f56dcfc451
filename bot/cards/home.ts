/**
 * One agent's view of the desk as data, with its labels already worded: what is theirs, what waits for somebody of
 * their teams, which promises are at risk, today's figures. Like a card it is desired state, and nothing in it is markup.
 */
import type { Agent } from '../domain/conversation.ts'
import type { PromiseKind } from '../domain/promise.ts'
import type { Id, Ticket } from '../domain/ticket.ts'
import { texts } from '../texts/index.ts'
import type { CardAction, CardChip } from './card.ts'

/** Where a ticket's card stands on the home's own platform. */
export interface CardPlace {
  readonly room: string
  readonly ref: string
}

export interface HomeTicket {
  readonly ticket: Ticket
  readonly owner: string | null
  /** Null: it has none there, so nothing can be pressed or opened. */
  readonly card: CardPlace | null
}

/** `total`: how many there are, counted up to HOME_COUNTED. */
export interface HomeList {
  readonly tickets: readonly HomeTicket[]
  readonly total: number
}

export interface HomeFacts {
  readonly agent: Agent
  readonly mine: HomeList
  readonly queue: HomeList
  /** The next promise to break, soonest first. */
  readonly risk: readonly (HomeTicket & { readonly promise: PromiseKind; readonly due: number })[]
  readonly figures: Readonly<Record<HomeFigure, number>>
}

export const HOME_FIGURES = ['opened', 'resolved', 'resolvedByMe'] as const
export type HomeFigure = (typeof HOME_FIGURES)[number]

/** Rows of one list; the rest is a number. */
export const HOME_ROWS = 8
export const HOME_COUNTED = 500

export interface HomeRow {
  readonly ticket: Id
  readonly version: number
  readonly title: string
  readonly chips: readonly CardChip[]
  /** When a promise breaks, milliseconds since 1970, and its name. */
  readonly due: { readonly at: number; readonly label: string } | null
  readonly card: CardPlace | null
  readonly actions: readonly CardAction[]
  /** Label of the way to the card. */
  readonly open: string
}

export interface Home {
  readonly title: string
  readonly figures: readonly { readonly label: string; readonly value: string }[]
  readonly lists: readonly {
    readonly title: string
    readonly empty: string
    readonly rows: readonly HomeRow[]
    readonly more: string | null
  }[]
}

export type DrawHome = (facts: HomeFacts) => Home

export const drawHome: DrawHome = ({ agent, mine, queue, risk, figures }) => {
  const { home, card } = texts(agent.lang)
  const rowOf = ({ ticket, owner, card: place }: HomeTicket, due: HomeRow['due'], takes: boolean): HomeRow => ({
    ticket: ticket.id,
    version: ticket.seq,
    title: `T-${ticket.number} · ${ticket.title.value ?? card.noTitle}`,
    chips: [
      { text: ticket.priority, tone: 'plain' },
      { text: card.states[ticket.state], tone: 'plain' },
      ...(owner && owner !== agent.name ? [{ text: owner, tone: 'plain' as const }] : []),
    ],
    due,
    card: place,
    actions: takes && ticket.state === 'new' ? [{ action: 'take', label: card.actions.take, style: 'primary' }] : [],
    open: home.open,
  })
  const more = ({ tickets, total }: HomeList) => (total > tickets.length ? home.more(total - tickets.length, total >= HOME_COUNTED) : null)
  return {
    title: home.title(agent.name),
    figures: HOME_FIGURES.map((name) => ({ label: home.figures[name], value: String(figures[name]) })),
    lists: [
      {
        title: home.risk,
        empty: home.noRisk,
        rows: risk.map((each) => rowOf(each, { at: each.due, label: card.due(card.promises[each.promise]) }, true)),
        more: null,
      },
      { title: home.mine, empty: home.noMine, rows: mine.tickets.map((each) => rowOf(each, null, false)), more: more(mine) },
      { title: home.queue, empty: home.noQueue, rows: queue.tickets.map((each) => rowOf(each, null, true)), more: more(queue) },
    ],
  }
}

/** A view and a mint for tests of decisions, and what a decision did by kind of effect. */
import type { Matter, Understanding } from '../../bot/domain/claim.ts'
import type { Agent, Question, Speaker } from '../../bot/domain/conversation.ts'
import type { DeskConfig } from '../../bot/domain/desk-config.ts'
import type { Decision, Effect } from '../../bot/domain/effect.ts'
import type { MarkCode } from '../../bot/domain/mark.ts'
import type { Ticket } from '../../bot/domain/ticket.ts'
import type { DeskEvent, ReplyView, Source, View } from '../../bot/domain/view.ts'
import type { Mint } from '../../bot/ports/mint.ts'
import { fixtureConfig } from './fixture-config.ts'
import { NOW } from './fixture-turn.ts'

export const LIN: Agent = { id: 'a-lin', key: 'lin', name: 'Lin', role: 'agent', lang: 'en', teams: ['after-sales'] }
export const LEAD: Agent = { id: 'a-lead', key: 'lead', name: 'Shen', role: 'lead', lang: 'en', teams: ['after-sales'] }

/** The shop of the fixtures, with rooms, so that cards and pings go somewhere. */
export const deskConfig: DeskConfig = {
  ...fixtureConfig,
  lang: 'en',
  teams: fixtureConfig.teams.map((team) => ({ ...team, lang: 'en', rooms: [{ channel: 'web', account: 'desk', room: team.key }] })),
  managerRooms: [{ channel: 'web', account: 'desk', room: 'managers' }],
  promises: [{ name: 'all', minutes: { 'first-response': 30, resolution: 60 } }],
}

export interface DeskParts {
  readonly tickets?: readonly Ticket[]
  readonly questions?: readonly Question[]
  readonly speaker?: Speaker
  readonly ticket?: Ticket
  readonly reply?: ReplyView
  readonly source?: Source
  readonly made?: string
  readonly said?: number
  readonly config?: DeskConfig
}

export function deskView({
  tickets,
  questions = [],
  speaker = 'desk',
  ticket,
  reply,
  source,
  made,
  said = 0,
  config = deskConfig,
}: DeskParts = {}): View {
  return {
    now: NOW,
    config: { version: 1, config },
    conversation: {
      id: 'c1',
      room: { id: 'r1', channel: 'web', account: 'desk', external: 'x', thread: null },
      speaker,
      epoch: 1,
      lang: 'en',
    },
    customer: { id: 'p1', name: 'Ann' },
    tickets: tickets ?? (ticket ? [ticket] : []),
    questions,
    said,
    ticket: ticket ?? null,
    agents: [LIN, LEAD],
    limit: { max: 2_000, unit: 'chars' },
    reply: reply ?? null,
    source: source ?? null,
    made: made ?? null,
  }
}

/** Counts, so that tests repeat. */
export function countingMint(): Mint {
  let id = 0
  let number = 2_000
  return { id: () => `id-${++id}`, number: () => ++number, ready: async () => undefined }
}

export function understood(...matters: readonly Partial<Matter>[]): Understanding {
  const usual: Matter = {
    intent: 'problem',
    confidence: 0.9,
    category: null,
    fields: [],
    mood: 'neutral',
    urgency: null,
    ticket: null,
    title: 'words',
    summary: 'words',
  }
  return { model: 'fake-1', matters: matters.map((matter) => ({ ...usual, ...matter })), dropped: 0 }
}

/** The same, with something a person should know about the turn. */
export const marked = (understanding: Understanding, ...marks: readonly MarkCode[]): Understanding => ({ ...understanding, marks })

export const about = (key: string): Matter['category'] => ({ key, confidence: 0.9, others: [] })

/** What an agent did, as a button or REST would send it. */
export function acting(
  action: string,
  input: Readonly<Record<string, string>> = {},
  actor: Agent | null = LIN,
  more: Readonly<Record<string, unknown>> = {},
): DeskEvent {
  return {
    id: 'e1',
    what: 'action',
    room: 'r-team',
    actor,
    from: actor?.key ?? 'stranger',
    text: '',
    value: { action, input, ...more },
    at: NOW,
  }
}

export function effectsOf<D extends Effect['do']>(decision: Decision, what: D): readonly Extract<Effect, { do: D }>[] {
  return decision.effects.filter((effect): effect is Extract<Effect, { do: D }> => effect.do === what)
}

/** Types of the changes a decision makes, in order. */
export function changesOf(decision: Decision): readonly string[] {
  return effectsOf(decision, 'change').map(({ change }) => change.type)
}

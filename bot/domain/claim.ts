/** What a model says about a turn, before and after the desk has checked it against the words. */
import type { MarkCode } from './mark.ts'
import type { Evidence, Id, Mood, Priority } from './ticket.ts'

/**
 * What the customer wants with one part of a turn.
 *
 * problem    a matter to be settled: a new one, or more about one that is open
 * answer     an answer to the desk's open question
 * correction takes back or mends something said before (「不对，是尾号 6688 那单」)
 * chase      wants an open matter to go faster (「快点处理」)
 * unsolved   the resolved matter is not settled after all
 * thanks     thanks, goodbye, ok: nothing to do
 * smalltalk  greeting and chatter: nothing to settle
 * human      wants a person
 * progress   asks how an open matter stands
 */
export const INTENTS = ['problem', 'answer', 'correction', 'chase', 'unsolved', 'thanks', 'smalltalk', 'human', 'progress'] as const
export type Intent = (typeof INTENTS)[number]

/**
 * One unverified statement about a turn. `matter` groups the claims of one part of the turn: a turn that
 * names two different problems carries claims with matter 0 and matter 1.
 */
export type Claim =
  | { readonly about: 'intent'; readonly matter: number; readonly intent: Intent; readonly confidence: number; readonly words: Evidence }
  | {
      readonly about: 'category'
      readonly matter: number
      readonly category: string
      readonly confidence: number
      /** The next best categories, best first. */
      readonly others: readonly { readonly category: string; readonly confidence: number }[]
      readonly words: Evidence
    }
  | {
      readonly about: 'field'
      readonly matter: number
      readonly name: string
      readonly value: string
      readonly confidence: number
      readonly words: Evidence
    }
  | { readonly about: 'mood'; readonly matter: number; readonly mood: Mood; readonly confidence: number; readonly words: Evidence }
  | {
      readonly about: 'urgency'
      readonly matter: number
      readonly priority: Priority
      readonly confidence: number
      readonly words: Evidence
    }
  /** Which active or recently resolved ticket the matter belongs to; absent: a new matter. */
  | { readonly about: 'ticket'; readonly matter: number; readonly ticket: Id; readonly confidence: number; readonly words: Evidence }
  /**
   * The matter in a few words. It may be the model's own words; everything else must stand in the text.
   * `whole`: the summary tells all of the ticket it belongs to, what was known before included.
   */
  | {
      readonly about: 'title'
      readonly matter: number
      readonly title: string
      readonly summary: string
      readonly whole?: boolean
      readonly words: Evidence
    }
  /** Something a person should know about the whole turn; made by code, never by a language model. `sign`: what kind. */
  | {
      readonly about: 'mark'
      readonly matter: number
      readonly mark: MarkCode
      readonly sign?: string
      readonly confidence: number
      readonly words: Evidence
    }

/** Claims about a matter; a mark is about the turn as a whole. */
export type MatterClaim = Exclude<Claim, { readonly about: 'mark' }>

/** What survived verification, one entry per matter, in the order said. */
export interface Understanding {
  /** Name and version of the model, e.g. `local-7` or `openai:gpt-x/prompt-3`. */
  readonly model: string
  readonly matters: readonly Matter[]
  /** Claims dropped because their words are not in the turn, or their key is not in the taxonomy. */
  readonly dropped: number
  /** Absent in readings of earlier versions. */
  readonly marks?: readonly MarkCode[]
}

export interface Matter {
  readonly intent: Intent
  readonly confidence: number
  readonly category: {
    readonly key: string
    readonly confidence: number
    readonly others: readonly { readonly category: string; readonly confidence: number }[]
  } | null
  readonly fields: readonly FieldValue[]
  readonly mood: Mood
  readonly urgency: Priority | null
  readonly ticket: Id | null
  readonly title: string
  readonly summary: string
  /** The summary replaces the ticket's. */
  readonly whole?: true
}

export interface FieldValue {
  readonly name: string
  readonly value: string
  /** The customer's words, cut from the stored text. */
  readonly words: string
  readonly evidence: Evidence
}

/** What the customer wants with one part of a turn: rules first, then what the classifier makes of it. */
import type { Intent } from '../bot/domain/claim.ts'
import { isActive } from '../bot/domain/ticket.ts'
import type { TurnView } from '../bot/ports/understand.ts'
import { askedFields, type Extracted } from './local-extractor.ts'
import { findMood } from './local-mood.ts'
import { findPhrase, isChat, isThanks, type PhraseKind } from './phrases.ts'
import { isNone, type Part, type Sentence } from './split-matters.ts'

export interface IntentRead {
  readonly intent: Intent
  readonly confidence: number
  /** The sentence it rests on. */
  readonly rests: Sentence
}

/** Fewer characters than this beside the values tell no new matter. */
const THIN = 12
const SURE_PROBLEM = 0.55

export function readIntent(part: Part, fields: readonly Extracted[], view: TurnView): IntentRead {
  const found = (kind: PhraseKind): Sentence | undefined => part.sentences.find((one) => findPhrase(kind, one.text) !== null)
  const rests = part.gist
  const sure =
    part.prediction !== null && !isNone(part.prediction.category) && part.prediction.inScope && part.prediction.confidence >= SURE_PROBLEM
  const active = view.tickets.filter((one) => isActive(one.state))
  const resolved = view.tickets.some((one) => one.state === 'resolved')
  const thin = isThin(part, fields)
  const sameMatter = !sure || thin || view.tickets.some((one) => one.category === part.prediction?.category)

  const human = found('human')
  if (human && (!sure || (thin && fields.length === 0))) return { intent: 'human', confidence: 0.95, rests: human }
  const answer = readAnswer(part, fields, view)
  if (answer) return answer
  const unsolved = found('unsolved')
  if (unsolved && resolved && sameMatter) return { intent: 'unsolved', confidence: 0.85, rests: unsolved }
  const correction = found('correction')
  if (correction && (active.length > 0 || resolved) && (fields.length > 0 || thin) && sameMatter)
    return { intent: 'correction', confidence: 0.8, rests: correction }
  const chase = found('chase')
  if (chase && active.length > 0 && (thin || !sure)) return { intent: 'chase', confidence: 0.85, rests: chase }
  if (part.sentences.every((one) => isChat(one.text)) && fields.length === 0) {
    const thanks = part.sentences.find((one) => isThanks(one.text))
    return { intent: thanks ? 'thanks' : 'smalltalk', confidence: 0.9, rests: thanks ?? rests }
  }
  const progress = found('progress')
  if (progress && (active.length > 0 || resolved) && sameMatter) return { intent: 'progress', confidence: 0.8, rests: progress }
  if (part.prediction && isNone(part.prediction.category) && part.prediction.confidence >= 0.5 && fields.every((one) => one.vague)) {
    return { intent: 'smalltalk', confidence: part.prediction.confidence, rests }
  }
  // Praise with nothing to settle in it.
  if (!sure && active.length === 0 && fields.length === 0 && part.sentences.some((one) => findMood(one.text)?.mood === 'happy'))
    return { intent: 'thanks', confidence: 0.6, rests }
  return { intent: 'problem', confidence: sure ? Math.max(0.7, part.prediction?.confidence ?? 0) : 0.55, rests }
}

/** Does it answer what the desk has asked? A field by a value of that field, a choice by its label, 解决了吗 by yes or no. */
function readAnswer(part: Part, fields: readonly Extracted[], view: TurnView): IntentRead | null {
  const { question } = view
  if (question?.state !== 'open') return null
  const rests = part.gist
  if (question.kind === 'field') {
    const asked = askedFields(view)
    return fields.some((one) => asked.has(one.name)) ? { intent: 'answer', confidence: 0.9, rests } : null
  }
  const whole = part.sentences
    .map((one) => one.text)
    .join(' ')
    .trim()
  if (question.options.some((one) => one.label.toLowerCase() === whole || one.key === whole))
    return { intent: 'answer', confidence: 0.95, rests }
  if (question.kind !== 'solved') return null
  const unsolved = part.sentences.find(
    (one) => findPhrase('unsolved', one.text) !== null || /^(?:没有?|没呢|不行|no|nope|not yet)\W*$/.test(one.text),
  )
  if (unsolved) return { intent: 'unsolved', confidence: 0.9, rests: unsolved }
  const solved = part.sentences.find((one) => findPhrase('solved', one.text) !== null)
  return solved && whole.length <= 40 ? { intent: 'answer', confidence: 0.8, rests: solved } : null
}

/** Little is said beside values, chasing and courtesy. */
export function isThin(part: Part, fields: readonly Extracted[]): boolean {
  const rest = part.sentences.reduce((sum, sentence) => {
    if (isChat(sentence.text)) return sum
    const inside = fields.filter(
      (one) => one.evidence.message === sentence.said.message && one.start < sentence.end && sentence.start < one.end,
    )
    const covered = inside.reduce((total, one) => total + one.end - one.start, 0)
    const phrase = (['chase', 'human', 'correction', 'progress'] as const)
      .map((kind) => findPhrase(kind, sentence.text))
      .find((one) => one !== null)
    const letters = sentence.text.replace(/[^\p{L}\p{N}]/gu, '').length
    // Latin letters say less each than Chinese characters do.
    const weight = /\p{Script=Han}/u.test(sentence.text) ? 1 : 0.35
    return sum + Math.max(0, letters - covered - (phrase ? phrase.end - phrase.start : 0)) * weight
  }, 0)
  return rest < THIN
}

/**
 * Mood and urgency. Mood is what a small trained model and a lexicon agree on: the lexicon knows negation (不太好,
 * 不是不好, not happy) and intensity (太, so, !!), the model knows how people sound who use none of its words. Folded
 * text. It points at the word that weighed most, else at the whole, so the claim can be checked.
 */
import { MOODS, type Mood, type Priority } from '../bot/domain/ticket.ts'
import type { LocalClassifier, Prediction } from './local-classifier.ts'
import { moodCategory } from './mood-examples.ts'
import { type MoodHit, moodHits } from './mood-lexicon.ts'
import type { Span } from './said.ts'

export interface MoodFound extends Span {
  readonly mood: Mood
  readonly confidence: number
}

export interface UrgencyFound extends Span {
  readonly priority: Priority
  readonly confidence: number
}

/** What the lexicon alone hears; null where none of its words is said. */
export function findMood(text: string): MoodFound | null {
  const { sum, heaviest } = weighMood(text)
  if (!heaviest) return null
  const shouted = sum < 0 ? Math.min(2, (text.match(/[!！]{2,}|[😡🤬😠]/gu) ?? []).length) * 0.8 : 0
  const score = sum - shouted
  const mood: Mood = score <= -2.8 ? 'angry' : score <= -0.9 ? 'unhappy' : score >= 1.8 ? 'happy' : 'neutral'
  return { mood, start: heaviest.start, end: heaviest.end, confidence: Math.min(0.95, 0.5 + Math.abs(score) * 0.12) }
}

/** The model must be this sure to hear a mood where the lexicon hears none: most of what customers write has none. */
const SURE_ALONE = 0.5
/** What the lexicon's word counts beside the model's shares. */
const LEXICON_SHARE = 0.6
/** Nobody is in a mood in three letters. */
const SHORTEST = 2

/** What the trained model and the lexicon hear together. Without a model, the lexicon alone. */
export function hearMood(text: string, model: LocalClassifier | null): MoodFound | null {
  const lexicon = findMood(text)
  const prediction = text.trim().length < SHORTEST ? null : (model?.predict(text) ?? null)
  if (!prediction) return lexicon
  const shares = moodShares(prediction)
  if (lexicon) shares[lexicon.mood] += LEXICON_SHARE * lexicon.confidence
  // Anger that is said outright is not talked away by how calmly the rest is told.
  if (lexicon?.mood === 'angry') shares.neutral = 0
  const mood = MOODS.reduce((best, one) => (shares[one] > shares[best] ? one : best), 'neutral')
  const total = MOODS.reduce((sum, one) => sum + shares[one], 0)
  const confidence = shares[mood] / total
  if (mood === 'neutral') return lexicon ? { ...lexicon, mood, confidence } : null
  if (!lexicon && confidence < SURE_ALONE) return null
  return { mood, confidence: Math.min(0.95, confidence), start: lexicon?.start ?? 0, end: lexicon?.end ?? text.length }
}

/** Good less bad, −1 … 1: what the model and the lexicon hear together. 0 where neither hears anything. */
export function moodBalance(text: string, model: LocalClassifier | null): number {
  const prediction = model?.predict(text) ?? null
  const shares = prediction ? moodShares(prediction) : { angry: 0, unhappy: 0, neutral: 0, happy: 0 }
  return shares.happy - shares.angry - shares.unhappy + LEXICON_SHARE * Math.max(-1, Math.min(1, scoreMood(text) / 2))
}

function moodShares(prediction: Prediction): Record<Mood, number> {
  const shares = { angry: 0, unhappy: 0, neutral: 0, happy: 0 }
  for (const { category, confidence } of [prediction, ...prediction.others]) {
    const mood = MOODS.find((one) => moodCategory(one) === category)
    if (mood) shares[mood] = confidence
  }
  return shares
}

/** Praise less blame: above 0 good, below 0 bad, 0 nothing told. */
export function scoreMood(text: string): number {
  return weighMood(text).sum
}

function weighMood(text: string): { readonly sum: number; readonly heaviest: MoodHit | null } {
  let sum = 0
  let heaviest: MoodHit | null = null
  for (const hit of moodHits(text)) {
    sum += hit.weight
    if (!heaviest || Math.abs(hit.weight) > Math.abs(heaviest.weight)) heaviest = hit
  }
  return { sum, heaviest }
}

/** Danger to people, or money going on a scale: nothing else is P1 by words alone. */
const DANGER =
  /起火|着火|自燃|冒烟|爆炸|炸了|漏电|触电|电到|烧伤|烫伤|受伤|流血|中毒|送医|进医院|住院|休克|窒息|盗刷|账户被盗|钱(?:全|都)(?:没|被)|被转走|\b(?:caught fire|on fire|explod(?:ed|ing)|electric shock|electrocuted|got shocked|burn(?:ed|t) (?:my|me|his|her)|injur(?:ed|y)|poison(?:ed|ing)|hospital|bleeding|allergic shock|money (?:is |was |has been )?(?:stolen|gone)|drained my|emptied my|hacked)\b/
const HURRY =
  /快点|快一?点|赶紧|赶快|尽快|马上|立刻|立即|抓紧|加急|紧急|急用|急需|很急|着急|急!|急死|十万火急|\b(?:urgent(?:ly)?|asap|immediately|right away|right now|hurry|as soon as possible|emergency)\b/
const PATIENT =
  /(?:不|没那么|不太|不用)(?:着?急|赶)|不急|慢慢来|有空再|\bno (?:rush|hurry)\b|\bnot urgent\b|\bwhenever you can\b|\btake your time\b/

export function findUrgency(text: string): UrgencyFound | null {
  const danger = at(DANGER, text)
  if (danger && !/(?:没|没有|不会|会不会|not |never |no )$/.test(text.slice(Math.max(0, danger.start - 4), danger.start)))
    return { priority: 'P1', confidence: 0.85, ...danger }
  const patient = at(PATIENT, text)
  if (patient) return { priority: 'P4', confidence: 0.7, ...patient }
  const hurry = at(HURRY, text)
  return hurry ? { priority: 'P2', confidence: 0.8, ...hurry } : null
}

function at(pattern: RegExp, text: string): Span | null {
  const match = pattern.exec(text)
  return match ? { start: match.index, end: match.index + match[0].length } : null
}

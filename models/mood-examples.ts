import { fold } from '../bot/domain/fold.ts'
import type { Mood } from '../bot/domain/ticket.ts'
import type { Example } from '../bot/ports/learn.ts'
import { moodHits } from './mood-lexicon.ts'

const GROUP = 'mood/'

/** The label under which sentences of a mood stand among the examples: `mood/angry`. No ticket is ever about it. */
export function moodCategory(mood: Mood): string {
  return `${GROUP}${mood}`
}

/** Groups whose sentences are said in a mood more often than not. */
const MOODY = /^complaint\//
const MOST_NEUTRAL = 150

/**
 * Sentences without a mood among those that teach categories: most of what customers ask is said in none, in far more
 * ways than the examples of moods show. Spread evenly over what the lexicon hears nothing in.
 */
export function neutralAmong(examples: readonly Example[]): readonly Example[] {
  const quiet = examples
    .filter(({ text, category }) => !MOODY.test(category) && !/[!！]/.test(text) && moodHits(fold(text)).length === 0)
    .sort((a, b) => (a.category < b.category ? -1 : a.category > b.category ? 1 : a.text < b.text ? -1 : 1))
  const step = Math.max(1, quiet.length / MOST_NEUTRAL)
  const taken = Array.from({ length: Math.floor(quiet.length / step) }, (_, i) => quiet[Math.floor(i * step)])
  return taken.flatMap((one) => (one ? [{ ...one, category: moodCategory('neutral'), source: 'seed' as const }] : []))
}

/** Whether an example teaches a mood rather than a category. */
export function isMoodExample(example: { readonly category: string }): boolean {
  return example.category.startsWith(GROUP)
}

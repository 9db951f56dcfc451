/** What the mood model is told besides words and letters: what the lexicon heard, so that few examples go further. */
import { moodHits, opinions } from './mood-lexicon.ts'
import { CATEGORIES, type Hints, type Recipe } from './recipe.ts'

const WEIGHT = 2

const moodHints: Hints = (folded, add) => {
  let sum = 0
  for (const { weight, negated } of moodHits(folded)) {
    sum += weight
    add(`${negated ? 'not ' : ''}${Math.round(weight)}`, WEIGHT)
  }
  let balance = 0
  for (const { good, negated } of opinions(folded)) {
    balance += good === negated ? -1 : 1
    add(`${negated ? 'not ' : ''}${good ? 'praised' : 'blamed'}`, WEIGHT)
  }
  if (balance !== 0) add(`balance ${Math.max(-4, Math.min(4, balance))}`, WEIGHT)
  if (sum !== 0) add(`sum ${Math.max(-4, Math.min(4, Math.round(sum)))}`, WEIGHT)
  add(sum > 0 ? 'good' : sum < 0 ? 'bad' : 'none', WEIGHT)
}

/** What tells a mood is not what is rare, but what only the one or the other says. */
export const MOOD: Recipe = {
  ...CATEGORIES,
  hints: moodHints,
  cut: { head: 60, tail: 30 },
  hanWord: 0.8,
  hanPair: 0.4,
  rarity: 0.3,
  telling: 0.5,
  cost: { few: 0.25, many: 0.8 },
  counting: 0.02,
  least: 2,
}

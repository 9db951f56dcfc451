/** How one kind of question is read from texts and learned: what it is about, or the mood it is told in. */

/** More features of a folded text, by name; `add` may be called for the same name again. */
export type Hints = (folded: string, add: (name: string, weight: number) => void) => void

export interface Recipe {
  /** More features than words and letters. */
  readonly hints?: Hints
  /** Characters from the head and the tail of a text that are cut into Chinese words. */
  readonly cut: { readonly head: number; readonly tail: number }
  /** What a Chinese word weighs, and two that are neighbours. */
  readonly hanWord: number
  readonly hanPair: number
  /** How much rare features count: power of the inverse document frequency. */
  readonly rarity: number
  /** How much features count that one label says and the others do not: power of the log odds. 0: not at all. */
  readonly telling: number
  /** How dearly a mistake is paid; with many labels each has few examples, which may be fitted closer. */
  readonly cost: { readonly few: number; readonly many: number }
  /** Share of plain counting; null: by the number of labels. */
  readonly counting: number | null
  /** Rows that must hold a feature for it to be learned; null: two where there are many examples. */
  readonly least: number | null
}

export const CATEGORIES: Recipe = {
  cut: { head: 120, tail: 40 },
  hanWord: 1.5,
  hanPair: 0.7,
  rarity: 0.9,
  telling: 0,
  cost: { few: 0.4, many: 0.8 },
  counting: null,
  least: null,
}

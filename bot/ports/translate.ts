import type { Lang } from '../domain/lang.ts'
import type { Id } from '../domain/ticket.ts'
import type { ReadingCost } from './understand.ts'

/** `none`: there is no budget for it, or nothing that could translate. `version`: as readings carry it, see `priceMicros`. */
export type Translated =
  | { readonly text: string; readonly cost: ReadingCost; readonly version: string }
  | { readonly none: true }
  | { readonly failed: true }

/** Never rejects, and ends within its lease's 15 s. Private words do not leave the process. */
export interface Translate {
  translate(text: string, to: Lang, customer: Id): Promise<Translated>
}

/** A translation that is due; `text` empty: what was to be translated is gone. */
export interface TranslationWork {
  readonly ticket: Id
  readonly key: string
  readonly gen: number
  /** Counts this one; a process that died with it in hand is none. */
  readonly tries: number
  /** It was in hand too often when a process died: it is to be given up, not asked. */
  readonly worn: boolean
  readonly customer: Id
  readonly text: string
  readonly to: Lang
}

export interface TranslationStore {
  /** Claims due translations for 15 s; a claim whose worker died is due again then, alone, and later each time. */
  claim(most: number): Promise<readonly TranslationWork[]>
  /** Keeps what came of them, what it cost, and shows it; what failed is tried again later, twice. */
  settle(results: readonly { readonly work: TranslationWork; readonly made: Translated }[]): Promise<void>
}

/** The translation loop: has customers' words translated for the teams that read them, outside any transaction, when they are shown already. */
import type { Translate, Translated, TranslationStore, TranslationWork } from '../bot/ports/translate.ts'
import type { Log } from '../kit/log.ts'
import type { Bell } from '../kit/ports/bell.ts'
import { type Loop, runLoop } from './loop.ts'

export interface TranslateOptions {
  readonly store: TranslationStore
  readonly translate: Translate
  /** Whether the configuration in use wants it. */
  readonly wanted: () => boolean
  readonly bell: Bell
  readonly log: Log
}

const POLL_MS = 1_000
/** Asked at once: enough for a busy desk, few enough for an endpoint that reads turns at the same time. */
const MOST = 8

export function startTranslate({ store, translate, wanted, bell, log }: TranslateOptions): Loop {
  const made = async ({ text, to, customer, worn }: TranslationWork): Promise<Translated> => {
    if (text === '') return { none: true }
    return worn ? { failed: true } : translate.translate(text, to, customer)
  }
  return runLoop({
    work: 'translate',
    bell,
    pollMs: POLL_MS,
    step: async () => {
      if (!wanted()) return false
      const works = await store.claim(MOST)
      if (works.length === 0) return false
      // Each is shown when it is made: one that is slow holds up no other.
      await Promise.all(
        works.map(async (work) => {
          await store.settle([{ work, made: await made(work) }])
        }),
      )
      bell.ring('redraw')
      bell.ring('send')
      return true
    },
    failed: (error) => log.error('translating failed', { error }),
  })
}

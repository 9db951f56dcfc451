/**
 * Customers' words for a team that reads another language: asked for by the decision that shows them, made by a model
 * later, and shown under the original, which stays as it is. What is asked for is a row of `lookup` under one of these keys.
 */
import { detectLang } from './detect-lang.ts'
import type { Lang } from './lang.ts'
import { isOtherLanguage } from './other-language.ts'
import type { Id } from './ticket.ts'

/** The matter itself, on the card. No lookup of desk.yaml can have such a key. */
export const TRANSLATE = '@translate'

/** What a customer added in this turn, in the thread. */
export function translateTurn(turn: Id): string {
  return `${TRANSLATE}/${turn}`
}

/** Either Chinese is read by who writes the other. */
export function isForeign(said: Lang | null, reads: Lang): boolean {
  return said !== null && (said === 'en') !== (reads === 'en')
}

/** Whatever language it is: the model that translates knows it, and without a model there is no line. */
export function needsTranslation(text: string, reads: Lang): boolean {
  return isForeign(detectLang(text), reads) || isOtherLanguage(text)
}

/** How it stands in a thread, whatever language its readers speak. */
export function translatedLine(text: string): string {
  return `🌐 ${text}`
}

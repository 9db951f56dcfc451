/**
 * Cuts a turn into matters. A burst is one matter nearly always: two are told apart only when two sentences
 * are, each surely, about different categories, because a matter too many is a ticket too many.
 */
import type { LocalClassifier, Prediction } from './local-classifier.ts'
import { findPhrase, isChat, isVague } from './phrases.ts'
import type { Said, Span } from './said.ts'

/** A sentence of a message. */
export interface Sentence extends Span {
  readonly said: Said
  readonly text: string
}

/** One part of a turn. `sentences` is never empty; `gist` is the sentence that tells the matter. */
export interface Part {
  readonly sentences: readonly Sentence[]
  readonly gist: Sentence
  readonly prediction: Prediction | null
}

/** A category must be this sure to make a matter of its own; less will do after 另外 or "also". */
const SURE = 0.75
const SURE_AFTER_ANOTHER = 0.5
/** What went before 另外 or "also" is a matter, even where it is less sure which. */
const SURE_BEFORE_ANOTHER = 0.2
const SHORTEST = 4
const MOST_SENTENCES = 60

const END = /[。！？!?；;\n]+|\.(?=\s|$)|(?=另外|还有个|还有一个|还有一件|还有[,，]|顺便|\bby the way\b|\balso,? )/g

export function sentencesOf(saids: readonly Said[]): readonly Sentence[] {
  const sentences: Sentence[] = []
  for (const said of saids) {
    const text = said.folded.text
    let from = 0
    const cut = (to: number): void => {
      const span = trim(text, from, to)
      if (span && sentences.length < MOST_SENTENCES) sentences.push({ said, text: text.slice(span.start, span.end), ...span })
    }
    for (const match of text.matchAll(END)) {
      cut(match.index + match[0].length)
      from = match.index + match[0].length
    }
    cut(text.length)
  }
  return sentences
}

export function splitMatters(sentences: readonly Sentence[], classifier: LocalClassifier | null): readonly Part[] {
  const telling = sentences.filter((one) => !isChat(one.text))
  if (sentences.length === 0) return []
  const read = telling.map((sentence) => ({
    sentence,
    prediction: classifier && sentence.text.length >= SHORTEST ? classifier.predict(sentence.text) : null,
  }))
  const groups: (typeof read)[] = []
  let surest: string | null = null
  for (const one of read) {
    const another = findPhrase('another', one.sentence.text) !== null
    const category = !tells(one.sentence.text) ? null : sureCategory(one.prediction, another ? SURE_AFTER_ANOTHER : SURE)
    const before: string | null = surest ?? (another ? likeliest(groups.at(-1) ?? []) : null)
    const splits = category !== null && before !== null && category !== before
    if (groups.length === 0 || splits) groups.push([one])
    else groups.at(-1)?.push(one)
    if (category !== null) surest = category
  }
  if (groups.length === 0) return [{ sentences, gist: sentences[0] as Sentence, prediction: null }]
  return groups.map((group) => toPart(group, classifier))
}

function toPart(
  group: readonly { readonly sentence: Sentence; readonly prediction: Prediction | null }[],
  classifier: LocalClassifier | null,
): Part {
  const sentences = group.map((one) => one.sentence)
  const first = group[0] as (typeof group)[number]
  const gist = group.reduce((best, one) => (weightOf(one.prediction) > weightOf(best.prediction) ? one : best), first)
  const whole = sentences.length > 1 && classifier ? classifier.predict(sentences.map((one) => one.text).join('\n')) : first.prediction
  const surest = weightOf(gist.prediction) > weightOf(whole) ? gist.prediction : whole
  const prediction = group.every((one) => isVague(one.sentence.text)) ? null : surest
  return { sentences, gist: gist.sentence, prediction }
}

function weightOf(prediction: Prediction | null): number {
  if (!prediction) return 0
  return isNone(prediction.category) ? prediction.confidence / 2 : prediction.confidence
}

/** Has a sentence enough words to open a matter, beside numbers and pressing? Latin letters say less than characters. */
function tells(text: string): boolean {
  const chase = findPhrase('chase', text)
  const rest = chase ? text.slice(0, chase.start) + text.slice(chase.end) : text
  const letters = rest.replace(/\P{L}/gu, '').length
  return letters * (/\p{Script=Han}/u.test(rest) ? 1 : 0.35) >= 4
}

function sureCategory(prediction: Prediction | null, sure: number): string | null {
  if (!prediction || isNone(prediction.category) || prediction.confidence < sure) return null
  return prediction.inScope || sure === SURE_BEFORE_ANOTHER ? prediction.category : null
}

/** What the sentences before another matter are about, as well as can be told. */
function likeliest(group: readonly { readonly sentence: Sentence; readonly prediction: Prediction | null }[]): string | null {
  const told = group.filter((one) => tells(one.sentence.text)).map((one) => one.prediction)
  const best = told.reduce((a, b) => (weightOf(b) > weightOf(a) ? b : a), null)
  return sureCategory(best, SURE_BEFORE_ANOTHER)
}

/** Categories of the group `none` are no matter at all. */
export function isNone(category: string): boolean {
  return category.startsWith('none/')
}

function trim(text: string, from: number, to: number): Span | null {
  const piece = text.slice(from, to)
  const lead = piece.length - piece.trimStart().length
  const words = piece.trim()
  return words === '' ? null : { start: from + lead, end: from + lead + words.length }
}

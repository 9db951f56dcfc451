/**
 * Turns a text into hashed features for the linear classifier: Chinese as words, pairs of neighbours and
 * 1- to 4-grams, Latin words as words, the 3- to 5-grams inside them and pairs (neighbours in their order, and any
 * two of a sentence in none), and the desk's concepts behind both. Numbers count by their length only: an order
 * number must never become a reason for a category.
 */
import { fold } from '../bot/domain/fold.ts'
import { conceptOf, conceptsIn } from './concepts.ts'
import type { Recipe } from './recipe.ts'

export const BUCKET_BITS = 20
export const BUCKETS = 1 << BUCKET_BITS
/**
 * What is read of a long text: its head and its tail, for people begin with the matter and end with what they want.
 * Cutting into Chinese words takes as long as all the rest together, so less of the text is cut (`Recipe.cut`).
 */
const HEAD = 320
const TAIL = 120
/** Features of one text at most, and a table with room to spare for them. */
const MOST = 4_096
const SLOTS = 8_192

/** Weights of the groups, tuned on public sets: whole words say more than the grams inside them. */
const WORD = 1
const GRAM = 0.4
/** Any two words of a sentence, whatever stands between: "card … lost" is "lost … card". */
const PAIR = 0.5
const PAIRED_WORDS = 20
const HAN_GRAMS = [1.2, 1, 0.8, 0.4]
const CONCEPT = 1

const words = new Intl.Segmenter('zh', { granularity: 'word' })

const RUN = /\p{Script=Han}+|[\p{Alphabetic}\p{M}']+|\d+|[!?]|\p{Extended_Pictographic}/gu
const HAN = /^\p{Script=Han}/u
const HAN_ANYWHERE = /\p{Script=Han}/u
const LETTER = /^\p{Alphabetic}/u

/** Adds up features without allocating per text; one instance per thread of control. */
export class TextFeatures {
  /** How many features the last text has: so many of `buckets` and `values` hold. */
  size = 0
  /** The buckets of the last text, and their values: sublinear counts times the weight of the group. */
  readonly buckets = new Uint32Array(MOST)
  readonly values = new Float32Array(MOST)
  // A small table by bucket, because the time goes into reaching for it: 0 is free, else a place + 1.
  private readonly slots = new Uint16Array(SLOTS)
  private readonly places = new Uint16Array(MOST)
  private readonly counts = new Uint16Array(MOST)
  private readonly words: number[] = []
  private readonly recipe: Recipe

  constructor(recipe: Recipe) {
    this.recipe = recipe
  }

  /** Reads a text; afterwards `buckets` and `values` hold its features. */
  read(text: string): void {
    this.size = 0
    this.words.length = 0
    const folded = headAndTail(fold(headAndTail(text, HEAD * 2, TAIL * 2)), HEAD, TAIL)
    this.chineseWords(folded)
    this.recipe.hints?.(folded, (name, weight) => this.add(hash(name, 0, name.length, 41), weight))
    let previous = 0
    for (const [run] of folded.matchAll(RUN)) {
      if (HAN.test(run)) {
        this.chinese(run)
        previous = 0
      } else if (LETTER.test(run) || run.startsWith("'")) {
        const word = hash(run, 0, run.length, 11)
        this.add(word, WORD)
        if (previous !== 0) this.add(Math.imul(previous ^ 0x9e3779b1, 0x01000193) ^ word, WORD)
        previous = word
        this.pairs(word)
        this.grams(run)
        const concept = conceptOf(run)
        if (concept) this.concept(concept)
      } else {
        const token = run.charCodeAt(0) <= 0x39 && run.charCodeAt(0) >= 0x30 ? `#${Math.min(run.length, 8)}` : run
        this.add(hash(token, 0, token.length, 13), WORD)
        previous = 0
      }
    }
    for (let i = 0; i < this.size; i++) {
      const count = this.counts[i] as number
      if (count > 1) this.values[i] = (this.values[i] as number) * (1 + Math.log(count))
      this.slots[this.places[i] as number] = 0
    }
  }

  /** Words and pairs of neighbours. The whole text is cut at once: to begin costs more than to go on. */
  private chineseWords(folded: string): void {
    if (!HAN_ANYWHERE.test(folded)) return
    const { cut, hanWord, hanPair } = this.recipe
    let previous = 0
    for (const { segment } of words.segment(headAndTail(folded, cut.head, cut.tail))) {
      if (!HAN.test(segment)) {
        previous = 0
        continue
      }
      const word = hash(segment, 0, segment.length, 23)
      this.add(word, hanWord)
      if (previous !== 0) this.add(Math.imul(previous ^ 0x7feb352d, 0x01000193) ^ word, hanPair)
      previous = word
    }
  }

  private chinese(run: string): void {
    for (let i = 0; i < run.length; i++) {
      let hashed = start(17)
      for (let n = 0; n < HAN_GRAMS.length && i + n < run.length; n++) {
        hashed = extend(hashed, run.charCodeAt(i + n))
        this.add(hashed, HAN_GRAMS[n] as number)
      }
    }
    conceptsIn(run, (concept) => this.concept(concept))
  }

  /** The same whichever of the two comes first. */
  private pairs(word: number): void {
    if (this.words.length >= PAIRED_WORDS) return
    for (const other of this.words) this.add(Math.imul((word ^ other) + 0x3c6ef35f, 0x01000193) ^ (word + other), PAIR)
    this.words.push(word)
  }

  private concept(name: string): void {
    this.add(hash(name, 0, name.length, 37), CONCEPT)
  }

  private grams(word: string): void {
    const marked = `^${word}$`
    if (marked.length > 40) return
    for (let i = 0; i < marked.length; i++) {
      let hashed = start(19)
      for (let n = 1; n <= 5 && i + n <= marked.length; n++) {
        hashed = extend(hashed, marked.charCodeAt(i + n - 1))
        if (n >= 3) this.add(hashed, GRAM)
      }
    }
  }

  private add(hashed: number, weight: number): void {
    const bucket = mix(hashed) >>> (32 - BUCKET_BITS)
    let slot = bucket & (SLOTS - 1)
    for (let at = this.slots[slot] as number; at !== 0; at = this.slots[slot] as number) {
      if (this.buckets[at - 1] === bucket) {
        this.counts[at - 1] = (this.counts[at - 1] as number) + 1
        return
      }
      slot = (slot + 1) & (SLOTS - 1)
    }
    const place = this.size
    if (place === MOST) return
    this.size = place + 1
    this.slots[slot] = place + 1
    this.places[place] = slot
    this.buckets[place] = bucket
    this.values[place] = weight
    this.counts[place] = 1
  }
}

/** FNV-1a over UTF-16 units; `seed` keeps the groups apart. */
function hash(text: string, from: number, to: number, seed: number): number {
  let h = start(seed)
  for (let i = from; i < to; i++) h = extend(h, text.charCodeAt(i))
  return h
}

function start(seed: number): number {
  return 0x811c9dc5 ^ Math.imul(seed, 0x01000193)
}

function extend(h: number, unit: number): number {
  return Math.imul(h ^ unit, 0x01000193)
}

function mix(h: number): number {
  let m = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  m = Math.imul(m ^ (m >>> 13), 0xc2b2ae35)
  return m ^ (m >>> 16)
}

function headAndTail(text: string, head: number, tail: number): string {
  return text.length <= head + tail ? text : `${text.slice(0, head)}\n${text.slice(-tail)}`
}

/**
 * Reads turns on this machine: rules for intents, a trained classifier for categories, patterns for values, a
 * trained model and a lexicon for mood. It needs no network and works before any model was trained (then without categories).
 */
import type { Claim } from '../bot/domain/claim.ts'
import type { Turn } from '../bot/domain/conversation.ts'
import type { DeskConfig } from '../bot/domain/desk-config.ts'
import type { Evidence } from '../bot/domain/ticket.ts'
import { DeskError } from '../bot/errors.ts'
import type { TurnView, Understand } from '../bot/ports/understand.ts'
import { chooseTicket } from './choose-ticket.ts'
import { summaryOf, titleOf } from './gist.ts'
import type { LocalClassifier } from './local-classifier.ts'
import { type Extracted, extractFields } from './local-extractor.ts'
import type { LocalModel } from './local-model.ts'
import { findUrgency, hearMood } from './local-mood.ts'
import { findPhrase } from './phrases.ts'
import { isThin, readIntent } from './read-intent.ts'
import { evidenceOf, hear, type Said } from './said.ts'
import { isNone, type Part, type Sentence, sentencesOf, splitMatters } from './split-matters.ts'

const FREE = { tokensIn: 0, tokensOut: 0, calls: 0 }
/** A guess below this helps nobody. */
const LEAST = 0.1
/** What can carry a category of its own. */
const ABOUT_A_MATTER = new Set(['problem', 'unsolved', 'correction', 'answer'])

export class LocalUnderstanding implements Understand {
  private readonly model: LocalModel

  constructor(model: LocalModel) {
    this.model = model
  }

  version(): string {
    return `local-${this.model.version ?? 0}`
  }

  async read(turn: Turn, view: TurnView, config: DeskConfig, signal: AbortSignal) {
    if (signal.aborted) throw new DeskError('MODEL_UNREACHABLE', { why: 'aborted' }, signal.reason)
    const model = this.version()
    const saids = turn.messages.map(hear)
    const sentences = sentencesOf(saids)
    const fields = new Map(saids.map((said) => [said.message, extractFields(said, config, view)]))
    const parts = splitMatters(sentences, this.model.classifier)
    const claims = parts.flatMap((part, matter) =>
      new PartReader(part, matter, parts.length, fields, view, config, this.model.moods).claims(saids),
    )
    return { claims: [...claims, ...wantsHuman(claims, sentences, parts.length)], model, cost: FREE }
  }
}

/** A problem told and a person asked for in one breath: both count, so the wish is a matter of its own. */
function wantsHuman(claims: readonly Claim[], sentences: readonly Sentence[], matter: number): readonly Claim[] {
  if (claims.some((one) => one.about === 'intent' && one.intent === 'human')) return []
  for (const sentence of sentences) {
    const span = findPhrase('human', sentence.text)
    if (!span) continue
    const words = evidenceOf(sentence.said, { start: sentence.start + span.start, end: sentence.start + span.end })
    const title = sentence.said.text.slice(words.start, words.end)
    return [
      { about: 'intent', matter, intent: 'human', confidence: 0.9, words },
      { about: 'title', matter, title, summary: title, words },
    ]
  }
  return []
}

/** Makes the claims of one part of a turn. */
class PartReader {
  private readonly part: Part
  private readonly matter: number
  private readonly fields: readonly Extracted[]
  private readonly view: TurnView
  private readonly config: DeskConfig
  private readonly alone: boolean
  private readonly moodModel: LocalClassifier | null

  constructor(
    part: Part,
    matter: number,
    count: number,
    fields: ReadonlyMap<string, readonly Extracted[]>,
    view: TurnView,
    config: DeskConfig,
    moodModel: LocalClassifier | null,
  ) {
    this.moodModel = moodModel
    this.part = part
    this.matter = matter
    this.view = view
    this.config = config
    this.alone = count === 1
    this.fields = [...fields].flatMap(([message, all]) =>
      all.filter(
        (one) =>
          count === 1 || part.sentences.some((each) => each.said.message === message && each.start < one.end && one.start < each.end),
      ),
    )
  }

  claims(saids: readonly Said[]): readonly Claim[] {
    const { part, matter, fields, view } = this
    const read = readIntent(part, fields, view)
    const rests = evidenceOf(read.rests.said, read.rests)
    if (rests.end <= rests.start) return []
    const claims: Claim[] = [{ about: 'intent', matter, intent: read.intent, confidence: read.confidence, words: rests }]
    if (read.intent === 'thanks' || read.intent === 'smalltalk') return [...claims, ...this.moods(saids), this.title(saids, rests)]
    const thin = isThin(part, fields)
    // A bare answer or correction tells no category: the ticket it belongs to has one.
    const category = read.intent === 'problem' || (ABOUT_A_MATTER.has(read.intent) && !thin) ? this.category() : null
    if (category) claims.push(category)
    for (const { name, value, confidence, evidence } of fields)
      claims.push({ about: 'field', matter, name, value, confidence, words: evidence })
    const text = part.sentences.map((one) => one.text).join('\n')
    const choice = chooseTicket(
      {
        intent: read.intent,
        text,
        category: category?.category ?? null,
        confidence: category?.confidence ?? 0,
        orders: fields.filter((one) => this.kindOf(one) === 'order_no').map((one) => one.value),
        thin,
      },
      view,
    )
    if (choice) claims.push({ about: 'ticket', matter, ...choice, words: rests })
    return [...claims, ...this.moods(saids), this.title(saids, rests)]
  }

  /** Only what the config knows, and nothing where the text is most likely about none of it. */
  private category(): Extract<Claim, { about: 'category' }> | null {
    const { prediction, gist } = this.part
    if (!prediction?.inScope || (isNone(prediction.category) && prediction.confidence >= 0.5)) return null
    const known = new Set(this.config.categories.map((one) => one.key))
    const ranked = [prediction, ...prediction.others].filter((one) => known.has(one.category) && !isNone(one.category))
    const [first, ...rest] = ranked
    if (!first || first.confidence < LEAST) return null
    const others = rest.map(({ category, confidence }) => ({ category, confidence }))
    return {
      about: 'category',
      matter: this.matter,
      category: first.category,
      confidence: first.confidence,
      others,
      words: evidenceOf(gist.said, gist),
    }
  }

  /** The strongest mood and the most pressing urgency of the part; chatter around the only matter counts too. */
  private moods(saids: readonly Said[]): readonly Claim[] {
    const { matter } = this
    const places = this.alone ? saids.map((said) => ({ said, start: 0, text: said.folded.text })) : this.part.sentences
    const found = places.flatMap((place) => {
      const mood = hearMood(place.text, this.moodModel)
      const urgency = findUrgency(place.text)
      const at = (span: { start: number; end: number }): Evidence =>
        evidenceOf(place.said, { start: place.start + span.start, end: place.start + span.end })
      return [
        ...(mood && mood.mood !== 'neutral'
          ? [{ about: 'mood', matter, mood: mood.mood, confidence: mood.confidence, words: at(mood) } as const]
          : []),
        ...(urgency
          ? [{ about: 'urgency', matter, priority: urgency.priority, confidence: urgency.confidence, words: at(urgency) } as const]
          : []),
      ]
    })
    const mood = found.filter((one) => one.about === 'mood').sort((a, b) => b.confidence - a.confidence)[0]
    const urgency = found.filter((one) => one.about === 'urgency').sort((a, b) => (a.priority < b.priority ? -1 : 1))[0]
    return [mood, urgency].filter((one) => one !== undefined)
  }

  private title(saids: readonly Said[], words: Evidence): Claim {
    const own = new Set(this.part.sentences.map((one) => one.said.message))
    const values = this.fields.filter(
      (one) =>
        one.evidence.message === this.part.gist.said.message &&
        this.kindOf(one) !== 'product' &&
        this.kindOf(one) !== 'date' &&
        this.kindOf(one) !== 'choice',
    )
    return {
      about: 'title',
      matter: this.matter,
      title: titleOf(this.part.gist, values),
      summary: summaryOf(this.alone ? saids : saids.filter((one) => own.has(one.message))),
      words,
    }
  }

  private kindOf(field: Extracted): string | undefined {
    return this.config.fields.find((one) => one.key === field.name)?.kind
  }
}

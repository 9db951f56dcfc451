/**
 * Reads turns with a language model behind an OpenAI-compatible endpoint: one call a turn, an answer that fits
 * a schema, and every statement with a quote. Nothing it says is believed here; the desk verifies the claims.
 * Private words (phones, cards, addresses …) go out as tokens and are put back into what it answers.
 *
 * Rejects with MODEL_UNREACHABLE or MODEL_ANSWER_INVALID; the facts then tell what was paid all the same. One
 * budget covers the turn: its first failure leaves eight seconds for whatever may still help, which is an answer
 * mended once, another form, a shorter prompt, a longer answer, or two more tries of a call that failed.
 */
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import type { Claim } from '../bot/domain/claim.ts'
import type { Turn } from '../bot/domain/conversation.ts'
import type { DeskConfig } from '../bot/domain/desk-config.ts'
import { Mask } from '../bot/domain/mask.ts'
import { DeskError } from '../bot/errors.ts'
import type { ReadingCost, TurnView, Understand } from '../bot/ports/understand.ts'
import { toClaims } from './answer-claims.ts'
import { type AnswerForm, AnswerForms } from './answer-form.ts'
import { ChatEndpoint, type EndpointOptions } from './chat-endpoint.ts'
import { claimSchema } from './claim-schema.ts'
import { maskedTurn, maskedView } from './mask-turn.ts'
import { WHY } from './model-error.ts'
import { OneByOne } from './one-by-one.ts'
import { parseAnswer } from './parse-answer.ts'
import { repairPrompt, SIZES, shapePrompt, systemPrompt, UNDERSTAND_3, userPrompt } from './prompts/understand-3.ts'
import type { Completion } from './read-completion.ts'
import { TurnTime, type TurnTimes } from './turn-time.ts'

export interface OpenAIOptions extends EndpointOptions {
  readonly turnTimes?: TurnTimes
  /** The categories a turn may be about; only their fields are told. */
  readonly candidates?: (turn: Turn, view: TurnView) => readonly string[]
  /** Milliseconds before the first and the second further try of a call that failed; each is drawn from half to all of it. */
  readonly pausesMs?: readonly number[]
}

/** Room for a model that thinks first. No temperature is set: some models refuse one. */
const LONGEST_ANSWER = 8_000
/** So much of an answer that failed is sent back with the request to mend it. */
const LONGEST_REPAIR = 4_000
const NOTHING: ReadingCost = { tokensIn: 0, tokensOut: 0, cachedIn: 0, calls: 0 }

export class OpenAIUnderstanding implements Understand {
  private readonly endpoint: ChatEndpoint
  private readonly forms = new AnswerForms()
  private readonly begins = new OneByOne()
  private readonly times: TurnTimes
  private readonly pauses: readonly number[]
  private readonly candidates: NonNullable<OpenAIOptions['candidates']>
  private prefix: { readonly config: DeskConfig; readonly text: string } | null = null

  constructor({
    turnTimes = { turnMs: 30_000, afterFailureMs: 8_000 },
    candidates = () => [],
    pausesMs = [400, 1_600],
    ...endpoint
  }: OpenAIOptions) {
    this.endpoint = new ChatEndpoint(endpoint)
    this.times = turnTimes
    this.pauses = pausesMs
    this.candidates = candidates
  }

  version(): string {
    return `openai:${this.endpoint.model}/${UNDERSTAND_3}`
  }

  async read(
    turn: Turn,
    view: TurnView,
    config: DeskConfig,
    signal: AbortSignal,
  ): Promise<{ claims: readonly Claim[]; model: string; cost: ReadingCost }> {
    if (signal.aborted) throw new DeskError('MODEL_UNREACHABLE', { why: 'aborted' }, signal.reason)
    const time = new TurnTime(this.times, signal)
    try {
      await this.begins.next()
      const mask = new Mask()
      // The view first: it holds the customer's name, which is hidden in what they wrote, too.
      const hiddenView = maskedView(view, mask)
      const hidden = { turn: maskedTurn(turn, mask), view: hiddenView }
      const prompt = (form: AnswerForm, small: boolean): readonly ChatCompletionMessageParam[] => [
        { role: 'system', content: form === 'json' ? `${this.system(config)}\n\n${shapePrompt()}` : this.system(config) },
        {
          role: 'user',
          content: userPrompt(hidden.turn, hidden.view, config, this.candidates(turn, view), small ? SIZES.small : SIZES.usual),
        },
      ]
      const { answer, cost } = await this.tries({ prompt, schema: claimSchema(config), mask, time })
      return { claims: toClaims(answer, turn, view, this.system(config)), model: this.version(), cost }
    } finally {
      time.close()
    }
  }

  private async tries({ prompt, schema, mask, time }: Tries) {
    let cost = NOTHING
    let tries = 0
    let small = false
    let most = LONGEST_ANSWER
    let repair: readonly ChatCompletionMessageParam[] | null = null
    for (;;) {
      const form = this.forms.now
      try {
        const messages = [...prompt(form, small), ...(repair ?? [])]
        const { said, cost: paid } = await this.endpoint.ask({ messages, form, schema: { name: 'report', schema }, most }, time.signal)
        cost = add(cost, paid)
        const text = wholeText(said)
        const read = parseAnswer(text, mask)
        if ('answer' in read) {
          this.forms.worked(form)
          return { answer: read.answer, cost }
        }
        this.forms.garbled(form)
        if (repair) throw invalid(read.why)
        repair = [
          { role: 'assistant', content: text.slice(0, LONGEST_REPAIR) },
          { role: 'user', content: repairPrompt(read.why) },
        ]
        time.failed()
      } catch (error) {
        if (!(error instanceof DeskError)) throw error
        time.failed()
        const { why } = error.facts
        if (why === WHY.tooLong && !small) small = true
        else if (UNFINISHED.has(String(why)) && most === LONGEST_ANSWER) most = LONGEST_ANSWER * 2
        else if (why === WHY.refusedForm && (this.endpoint.learn(String(error.facts['said'])) || this.forms.refused(form))) continue
        else if (isPassing(error) && tries < this.pauses.length) await this.pause(error, tries++, time, cost)
        else throw withCost(error, cost)
      }
    }
  }

  /** Before the next try; rejects with the error itself where there is no time left for one. */
  private async pause(error: DeskError, tries: number, time: TurnTime, cost: ReadingCost): Promise<void> {
    const most = this.pauses[tries] ?? 0
    const asked = error.facts['retryAfterMs']
    const ms = asked === undefined ? most * (0.5 + Math.random() / 2) : Number(asked)
    if (this.endpoint.gate.shut || ms >= time.left) throw withCost(error, cost)
    await time.wait(ms)
  }

  private system(config: DeskConfig): string {
    if (this.prefix?.config !== config) this.prefix = { config, text: systemPrompt(config) }
    return this.prefix.text
  }
}

interface Tries {
  readonly prompt: (form: AnswerForm, small: boolean) => readonly ChatCompletionMessageParam[]
  readonly schema: Readonly<Record<string, unknown>>
  readonly mask: Mask
  readonly time: TurnTime
}

/** An answer that ended too early; more room, or another try, may give a whole one. */
const UNFINISHED: ReadonlySet<string> = new Set(['length', 'content_filter', 'empty answer'])

/** The words of a complete answer; a refusal, a cut or a filtered one is none. */
function wholeText({ text, finish, refused }: Completion): string {
  if (refused) throw invalid('refused')
  if (finish === 'length' || finish === 'content_filter') throw invalid(finish)
  if (text.trim() === '') throw invalid('empty answer')
  return text
}

/** Whether the same call may go through in a moment. */
function isPassing({ code, facts }: DeskError): boolean {
  if (code !== 'MODEL_UNREACHABLE' || facts['why'] === WHY.noQuota) return false
  const status = Number(facts['status'] ?? 0)
  return status === 0 ? !ENDED.has(String(facts['why'])) : status === 408 || status === 409 || status === 429 || status >= 500
}
const ENDED: ReadonlySet<string> = new Set(['aborted', 'budget spent', 'gate shut', 'answer too slow'])

function add(a: ReadingCost, b: ReadingCost): ReadingCost {
  return {
    tokensIn: a.tokensIn + b.tokensIn,
    tokensOut: a.tokensOut + b.tokensOut,
    cachedIn: (a.cachedIn ?? 0) + (b.cachedIn ?? 0),
    calls: a.calls + b.calls,
  }
}

function invalid(why: string): DeskError {
  return new DeskError('MODEL_ANSWER_INVALID', { why })
}

/** Answers that could not be used were paid as well. */
function withCost(error: DeskError, { tokensIn, tokensOut, calls }: ReadingCost): DeskError {
  return calls === 0 ? error : new DeskError(error.code, { ...error.facts, tokensIn, tokensOut, calls }, error)
}

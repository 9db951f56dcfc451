/**
 * Reads turns with a language model behind an OpenAI-compatible endpoint: one call a turn, an answer that fits
 * a schema, and every statement with a quote. Nothing it says is believed here; the desk verifies the claims.
 * Private words (phones, cards, addresses …) go out as tokens and are put back into what it answers.
 *
 * Rejects with MODEL_UNREACHABLE or MODEL_ANSWER_INVALID. It never retries a failed call (a policy around it
 * decides that); an answer that cannot be parsed is sent back once to be mended.
 */
import OpenAI from 'openai'
import { zodResponseFormat } from 'openai/helpers/zod'
import type { ChatCompletion, ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import type { Claim } from '../bot/domain/claim.ts'
import type { Turn } from '../bot/domain/conversation.ts'
import type { DeskConfig } from '../bot/domain/desk-config.ts'
import { Mask } from '../bot/domain/mask.ts'
import { DeskError } from '../bot/errors.ts'
import type { ReadingCost, TurnView, Understand } from '../bot/ports/understand.ts'
import { toClaims } from './answer-claims.ts'
import { cappedFetch } from './capped-fetch.ts'
import { answerSchema, claimSchema, type ModelAnswer } from './claim-schema.ts'
import { toModelError } from './model-error.ts'
import { repairPrompt, systemPrompt, UNDERSTAND_1, userPrompt } from './prompts/understand-1.ts'

export interface OpenAIOptions {
  readonly apiKey: string
  readonly model: string
  readonly baseURL?: string
  /** For one call; tests shorten it. */
  readonly timeoutMs?: number
}

/** Room for a model that thinks first. No temperature is set: some models refuse one. */
const LONGEST_ANSWER = 8_000
/** So much of an answer that failed is sent back with the request to mend it. */
const LONGEST_REPAIR = 4_000

export class OpenAIUnderstanding implements Understand {
  private readonly client: OpenAI
  private readonly model: string

  constructor({ apiKey, model, baseURL, timeoutMs = 30_000 }: OpenAIOptions) {
    this.client = new OpenAI({ apiKey, baseURL: baseURL ?? null, timeout: timeoutMs, maxRetries: 0, fetch: cappedFetch })
    this.model = model
  }

  version(): string {
    return `openai:${this.model}/${UNDERSTAND_1}`
  }

  async read(
    turn: Turn,
    view: TurnView,
    config: DeskConfig,
    signal: AbortSignal,
  ): Promise<{ claims: readonly Claim[]; model: string; cost: ReadingCost }> {
    if (signal.aborted) throw new DeskError('MODEL_UNREACHABLE', { why: 'aborted' }, signal.reason)
    const mask = new Mask()
    const messages: ChatCompletionMessageParam[] = [
      { role: 'system', content: systemPrompt(config, view) },
      { role: 'user', content: userPrompt(maskedTurn(turn, mask), maskedView(view, mask)) },
    ]
    const format = zodResponseFormat(claimSchema(config, view), 'claims')
    const first = await this.ask(messages, format, signal)
    const read = parseAnswer(first.text, mask)
    if ('answer' in read) return { claims: toClaims(read.answer, turn, view), model: this.version(), cost: first.cost }
    messages.push({ role: 'assistant', content: first.text.slice(0, LONGEST_REPAIR) }, { role: 'user', content: repairPrompt(read.why) })
    const second = await this.ask(messages, format, signal)
    const mended = parseAnswer(second.text, mask)
    if (!('answer' in mended)) throw new DeskError('MODEL_ANSWER_INVALID', { why: mended.why })
    return { claims: toClaims(mended.answer, turn, view), model: this.version(), cost: add(first.cost, second.cost) }
  }

  private async ask(messages: ChatCompletionMessageParam[], format: ReturnType<typeof zodResponseFormat>, signal: AbortSignal) {
    let completion: ChatCompletion
    try {
      completion = await this.client.chat.completions.create(
        { model: this.model, messages, response_format: format, max_completion_tokens: LONGEST_ANSWER },
        { signal },
      )
    } catch (error) {
      throw toModelError(error)
    }
    return { text: textOf(completion), cost: costOf(completion) }
  }
}

/** The words of a complete answer; a refusal, a cut or a filtered one is none. */
function textOf(completion: ChatCompletion): string {
  const choice = completion?.choices?.[0]
  if (!choice?.message) throw invalid('empty answer')
  if (choice.message.refusal) throw invalid('refused')
  if (choice.finish_reason === 'length' || choice.finish_reason === 'content_filter') throw invalid(choice.finish_reason)
  const { content } = choice.message
  if (typeof content !== 'string' || content.trim() === '') throw invalid('empty answer')
  return content
}

function maskedTurn(turn: Turn, mask: Mask): Turn {
  return { ...turn, messages: turn.messages.map((message) => ({ ...message, text: mask.hide(message.text) })) }
}

/** Of a ticket the prompt tells the title, which may hold a customer's words. */
function maskedView(view: TurnView, mask: Mask): TurnView {
  const tickets = view.tickets.map((ticket) => {
    const { value } = ticket.title
    return value === null ? ticket : { ...ticket, title: { ...ticket.title, value: mask.hide(value) } }
  })
  return { ...view, tickets }
}

/** Strict: JSON alone, of the right shape, with the private words back in place. A plain-worded refusal fails here too. */
function parseAnswer(text: string, mask: Mask): { readonly answer: ModelAnswer } | { readonly why: string } {
  let data: unknown
  try {
    data = JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? mask.restore(value) : value))
  } catch {
    return { why: 'it is not JSON' }
  }
  const parsed = answerSchema.safeParse(data)
  if (parsed.success) return { answer: parsed.data }
  const [issue] = parsed.error.issues
  return { why: issue ? `${issue.path.join('.')}: ${issue.message}`.slice(0, 200) : 'it does not fit the schema' }
}

function costOf(completion: ChatCompletion): ReadingCost {
  const { prompt_tokens, completion_tokens } = completion.usage ?? { prompt_tokens: 0, completion_tokens: 0 }
  return { tokensIn: prompt_tokens || 0, tokensOut: completion_tokens || 0, calls: 1 }
}

function add(a: ReadingCost, b: ReadingCost): ReadingCost {
  return { tokensIn: a.tokensIn + b.tokensIn, tokensOut: a.tokensOut + b.tokensOut, calls: a.calls + b.calls }
}

function invalid(why: string): DeskError {
  return new DeskError('MODEL_ANSWER_INVALID', { why })
}

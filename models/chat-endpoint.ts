/**
 * One call to an OpenAI-compatible chat endpoint, in the form it is known to take. It neither retries nor repairs;
 * that is for whoever knows what the answer is for.
 */
import OpenAI, { type Uploadable } from 'openai'
import type { ChatCompletionCreateParamsStreaming, ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import { DeskError } from '../bot/errors.ts'
import type { ReadingCost } from '../bot/ports/understand.ts'
import type { AnswerForm } from './answer-form.ts'
import { toModelError } from './model-error.ts'
import { ModelGate } from './model-gate.ts'
import { type Completion, readCompletion } from './read-completion.ts'
import { type CallTimes, timedFetch } from './timed-fetch.ts'

export interface EndpointOptions {
  readonly apiKey: string
  readonly model: string
  readonly baseURL?: string
  readonly times?: CallTimes
  readonly gate?: ModelGate
  /** Carries the calls; absent: the one of this runtime. */
  readonly fetch?: typeof fetch
}

export interface Asked {
  readonly messages: readonly ChatCompletionMessageParam[]
  /** `text`: no form is asked for. */
  readonly form: AnswerForm | 'text'
  /** JSON schema of the answer, with a name for it. */
  readonly schema?: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> }
  /** Most tokens of the answer. */
  readonly most: number
}

export const CALL_TIMES: CallTimes = { firstByteMs: 10_000, wholeMs: 30_000 }

export class ChatEndpoint {
  readonly model: string
  readonly gate: ModelGate
  readonly #client: OpenAI
  /** What this endpoint turned out not to know. */
  readonly #without = new Set<'stream_options' | 'max_completion_tokens'>()

  constructor({ apiKey, model, baseURL, times = CALL_TIMES, gate = new ModelGate(), fetch: base = fetch }: EndpointOptions) {
    this.model = model
    this.gate = gate
    this.#client = new OpenAI({
      apiKey,
      baseURL: baseURL ?? null,
      timeout: times.wholeMs * 2,
      maxRetries: 0,
      fetch: timedFetch(times, base),
    })
  }

  /** Rejects with MODEL_UNREACHABLE or MODEL_ANSWER_INVALID, see `toModelError`. */
  async ask(asked: Asked, signal: AbortSignal): Promise<{ readonly said: Completion; readonly cost: ReadingCost }> {
    return this.gate.run(async () => {
      try {
        const response = await this.#client.chat.completions.create(this.#body(asked), { signal }).asResponse()
        const said = await readCompletion(response)
        return { said, cost: costOf(said) }
      } catch (error) {
        if (signal.aborted)
          throw signal.reason instanceof DeskError ? signal.reason : new DeskError('MODEL_UNREACHABLE', { why: 'aborted' })
        throw toModelError(error)
      }
    }, signal)
  }

  /** The words of a recording; rejects as `ask` does. Endpoints that tell no tokens still cost a call. */
  async transcribe(file: Uploadable, signal: AbortSignal): Promise<{ readonly words: string; readonly cost: ReadingCost }> {
    return this.gate.run(async () => {
      try {
        const heard = await this.#client.audio.transcriptions.create({ file, model: this.model, response_format: 'json' }, { signal })
        const { input_tokens = 0, output_tokens = 0 } = (heard.usage ?? {}) as { input_tokens?: number; output_tokens?: number }
        return {
          words: String(heard.text ?? '').trim(),
          cost: { tokensIn: count(input_tokens), tokensOut: count(output_tokens), calls: 1 },
        }
      } catch (error) {
        if (signal.aborted)
          throw signal.reason instanceof DeskError ? signal.reason : new DeskError('MODEL_UNREACHABLE', { why: 'aborted' })
        throw toModelError(error)
      }
    }, signal)
  }

  /** Learns from a refused request which part of it to leave out. Answers whether there was one. */
  learn(refusal: string): boolean {
    const unknown = (['stream_options', 'max_completion_tokens'] as const).find(
      (name) => refusal.includes(name) && !this.#without.has(name),
    )
    if (unknown) this.#without.add(unknown)
    return unknown !== undefined
  }

  #body({ messages, form, schema, most }: Asked): ChatCompletionCreateParamsStreaming {
    return {
      model: this.model,
      messages: [...messages],
      stream: true,
      ...(this.#without.has('stream_options') ? {} : { stream_options: { include_usage: true } }),
      ...(this.#without.has('max_completion_tokens') ? { max_tokens: most } : { max_completion_tokens: most }),
      ...formOf(form, schema),
    }
  }
}

function formOf(
  form: Asked['form'],
  { name, schema }: NonNullable<Asked['schema']> = { name: 'report', schema: {} },
): Pick<ChatCompletionCreateParamsStreaming, 'response_format' | 'tools' | 'tool_choice'> {
  switch (form) {
    case 'json_schema':
      return { response_format: { type: 'json_schema', json_schema: { name, strict: true, schema: { ...schema } } } }
    case 'tool':
      return {
        tools: [{ type: 'function', function: { name, description: 'Reports what was read.', parameters: { ...schema } } }],
        tool_choice: { type: 'function', function: { name } },
      }
    case 'text':
      return {}
    case 'json':
      return { response_format: { type: 'json_object' } }
  }
}

function count(tokens: unknown): number {
  return typeof tokens === 'number' && tokens > 0 ? Math.round(tokens) : 0
}

function costOf({ usage }: Completion): ReadingCost {
  return {
    tokensIn: count(usage?.prompt_tokens),
    tokensOut: count(usage?.completion_tokens),
    cachedIn: count(usage?.prompt_tokens_details?.cached_tokens),
    calls: 1,
  }
}

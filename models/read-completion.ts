/** One answer of a chat endpoint, streamed or in one piece, as text. What was cut off on the way is no answer. */
import { Stream } from 'openai/core/streaming'
import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { CompletionUsage } from 'openai/resources/completions'
import { DeskError } from '../bot/errors.ts'

export interface Completion {
  /** What the model wrote, or the arguments of the tool it called. */
  readonly text: string
  readonly finish: string
  readonly refused: boolean
  readonly usage: CompletionUsage | null
}

/** Rejects with MODEL_UNREACHABLE (why: `answer cut off`), a SyntaxError, or what the endpoint says in the stream. */
export async function readCompletion(response: Response): Promise<Completion> {
  if ((response.headers.get('content-type') ?? '').includes('text/event-stream')) return readStream(response)
  // Not every endpoint that was asked to stream does.
  const whole = JSON.parse(await response.text()) as ChatCompletion | null
  const choice = whole?.choices?.[0]
  const { message } = choice ?? {}
  const usage = whole?.usage ?? null
  if (!message) return { text: '', finish: choice?.finish_reason ?? '', refused: false, usage }
  const call = message.tool_calls?.[0]
  const called = call && 'function' in call ? call.function?.arguments : undefined
  return { text: wordsOf(called, message.content), finish: choice?.finish_reason ?? 'stop', refused: Boolean(message.refusal), usage }
}

async function readStream(response: Response): Promise<Completion> {
  let content = ''
  let called = ''
  let finish = ''
  let refused = false
  let usage: CompletionUsage | null = null
  let chunks = 0
  for await (const chunk of Stream.fromSSEResponse<ChatCompletionChunk>(response, new AbortController())) {
    chunks++
    usage = chunk?.usage ?? usage
    const choice = chunk?.choices?.[0]
    if (!choice) continue
    const { delta } = choice
    if (typeof delta?.content === 'string') content += delta.content
    called += delta?.tool_calls?.[0]?.function?.arguments ?? ''
    if (delta?.refusal) refused = true
    finish = choice.finish_reason ?? finish
  }
  if (finish === '' && chunks > 0) throw new DeskError('MODEL_UNREACHABLE', { why: 'answer cut off' })
  return { text: wordsOf(called, content), finish, refused, usage }
}

function wordsOf(called: string | undefined, content: unknown): string {
  return called || (typeof content === 'string' ? content : '')
}

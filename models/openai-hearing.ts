/**
 * Pictures and voice messages as words, by an OpenAI-compatible endpoint: a vision model reads the one, a transcription
 * model the other. What a picture shows cannot be masked, so each is used only where its model is named.
 */
import { toFile } from 'openai'
import { DeskError } from '../bot/errors.ts'
import type { Hear, HearFile } from '../bot/ports/hearing.ts'
import type { ReadingCost } from '../bot/ports/understand.ts'
import { ChatEndpoint, type EndpointOptions } from './chat-endpoint.ts'
import { HEAR_1, hearPrompt } from './prompts/hear-1.ts'

const MB = 1024 * 1024
const MOST = { picture: 5 * MB, voice: 10 * MB } as const
/** A page of print, and no more. */
const LONGEST_ANSWER = 1_500

export interface HearingOptions extends Omit<EndpointOptions, 'model'> {
  readonly visionModel: string | null
  readonly voiceModel: string | null
}

export class OpenAIHearing implements Hear {
  readonly takes: Hear['takes']
  readonly #vision: ChatEndpoint | null
  readonly #voice: ChatEndpoint | null

  constructor({ visionModel, voiceModel, ...endpoint }: HearingOptions) {
    this.#vision = visionModel === null ? null : new ChatEndpoint({ ...endpoint, model: visionModel })
    this.#voice = voiceModel === null ? null : new ChatEndpoint({ ...endpoint, model: voiceModel })
    this.takes = { ...(this.#vision && { picture: MOST.picture }), ...(this.#voice && { voice: MOST.voice }) }
  }

  async hear(file: HearFile, signal: AbortSignal) {
    const endpoint = file.kind === 'picture' ? this.#vision : this.#voice
    if (!endpoint) throw new DeskError('MODEL_UNREACHABLE', { why: `no model for ${file.kind}` })
    const heard = file.kind === 'picture' ? await look(endpoint, file, signal) : await listen(endpoint, file, signal)
    return { ...heard, version: `openai:${endpoint.model}/${HEAR_1}` }
  }
}

async function look(endpoint: ChatEndpoint, { mime, bytes }: HearFile, signal: AbortSignal, again = true): Promise<Heard> {
  const url = `data:${mime};base64,${Buffer.from(bytes).toString('base64')}`
  try {
    const { said, cost } = await endpoint.ask(
      {
        messages: [
          { role: 'system', content: hearPrompt },
          { role: 'user', content: [{ type: 'image_url', image_url: { url } }] },
        ],
        form: 'text',
        most: LONGEST_ANSWER,
      },
      signal,
    )
    if (said.refused) throw new DeskError('MODEL_ANSWER_INVALID', { why: 'refused' })
    return { words: said.text.trim() === '-' ? '' : said.text.trim(), cost }
  } catch (error) {
    const refusal = error instanceof DeskError ? String(error.facts['said'] ?? '') : ''
    if (again && endpoint.learn(refusal)) return look(endpoint, { kind: 'picture', name: '', mime, bytes }, signal, false)
    throw error
  }
}

async function listen(endpoint: ChatEndpoint, { name, mime, bytes }: HearFile, signal: AbortSignal): Promise<Heard> {
  return endpoint.transcribe(await toFile(bytes, name, { type: mime }), signal)
}

interface Heard {
  readonly words: string
  readonly cost: ReadingCost
}

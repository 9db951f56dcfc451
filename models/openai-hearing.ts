/**
 * Pictures, films and voice messages as words, by an OpenAI-compatible endpoint: a vision model reads the first two, of
 * a film some still pictures, a transcription model the last. What a picture shows cannot be masked, so each is used
 * only where its model is named.
 */
import { toFile } from 'openai'
import { STEP, withSteps } from '../bot/domain/heard.ts'
import { DeskError } from '../bot/errors.ts'
import type { Hear, HearFile } from '../bot/ports/hearing.ts'
import type { ReadingCost } from '../bot/ports/understand.ts'
import { ChatEndpoint, type EndpointOptions } from './chat-endpoint.ts'
import type { KeyFrames } from './key-frames.ts'
import { FILM_1, filmPrompt } from './prompts/film-1.ts'
import { HEAR_1, hearPrompt } from './prompts/hear-1.ts'

const MB = 1024 * 1024
const MOST = { picture: 5 * MB, film: 20 * MB, voice: 10 * MB } as const
/** A page of print, and no more. */
const LONGEST_ANSWER = 1_500

export interface HearingOptions extends Omit<EndpointOptions, 'model'> {
  readonly visionModel: string | null
  readonly voiceModel: string | null
  /** Absent: films are not read. */
  readonly keyFrames?: KeyFrames | null
}

export class OpenAIHearing implements Hear {
  readonly takes: Hear['takes']
  readonly #vision: ChatEndpoint | null
  readonly #voice: ChatEndpoint | null
  readonly #keyFrames: KeyFrames | null

  constructor({ visionModel, voiceModel, keyFrames = null, ...endpoint }: HearingOptions) {
    this.#vision = visionModel === null ? null : new ChatEndpoint({ ...endpoint, model: visionModel })
    this.#voice = voiceModel === null ? null : new ChatEndpoint({ ...endpoint, model: voiceModel })
    this.#keyFrames = this.#vision && keyFrames
    this.takes = {
      ...(this.#vision && { picture: MOST.picture }),
      ...(this.#keyFrames && { film: MOST.film }),
      ...(this.#voice && { voice: MOST.voice }),
    }
  }

  async hear(file: HearFile, signal: AbortSignal) {
    const endpoint = file.kind === 'voice' ? this.#voice : this.#vision
    if (!endpoint) throw new DeskError('MODEL_UNREACHABLE', { why: `no model for ${file.kind}` })
    const version = (prompt: string) => `openai:${endpoint.model}/${prompt}`
    if (file.kind === 'voice') return { ...(await listen(endpoint, file, signal)), version: version(HEAR_1) }
    if (file.kind === 'picture') return { ...(await look(endpoint, hearPrompt, [file], signal)), version: version(HEAR_1) }
    if (!this.#keyFrames) throw new DeskError('MODEL_UNREACHABLE', { why: 'nothing takes pictures out of films' })
    const frames = await this.#keyFrames(file.bytes, signal)
    const pictures = frames.map((bytes) => ({ mime: 'image/jpeg', bytes }))
    const { words, cost } = await look(endpoint, filmPrompt(file.lang ?? null), pictures, signal)
    return { words: toldOfFilm(words), cost, version: version(FILM_1) }
  }
}

type Picture = Pick<HearFile, 'mime' | 'bytes'>

async function look(
  endpoint: ChatEndpoint,
  prompt: string,
  pictures: readonly Picture[],
  signal: AbortSignal,
  again = true,
): Promise<Heard> {
  const urls = pictures.map(({ mime, bytes }) => `data:${mime};base64,${Buffer.from(bytes).toString('base64')}`)
  try {
    const { said, cost } = await endpoint.ask(
      {
        messages: [
          { role: 'system', content: prompt },
          { role: 'user', content: urls.map((url) => ({ type: 'image_url', image_url: { url } }) as const) },
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
    if (again && endpoint.learn(refusal)) return look(endpoint, prompt, pictures, signal, false)
    throw error
  }
}

/** Lines with a box are steps, the others what is seen; where nothing is seen nothing is to be done. */
function toldOfFilm(said: string): string {
  const box = STEP.trim()
  const lines = said.split('\n').map((line) => line.trim())
  const seen = lines.filter((line) => !line.startsWith(box)).join(' ')
  const steps = lines.flatMap((line) => (line.startsWith(box) ? [line.slice(box.length).trim()] : []))
  return seen.trim() === ''
    ? ''
    : withSteps(
        seen,
        steps.filter((step) => step !== ''),
      )
}

async function listen(endpoint: ChatEndpoint, { name, mime, bytes }: HearFile, signal: AbortSignal): Promise<Heard> {
  return endpoint.transcribe(await toFile(bytes, name, { type: mime }), signal)
}

interface Heard {
  readonly words: string
  readonly cost: ReadingCost
}

/** Translates customers' words by an OpenAI-compatible endpoint, which never sees the private ones. */
import { Mask } from '../bot/domain/mask.ts'
import type { Translate, Translated } from '../bot/ports/translate.ts'
import { ChatEndpoint, type EndpointOptions } from './chat-endpoint.ts'
import { TRANSLATE_1, translatePrompt } from './prompts/translate-1.ts'

/** Less than the lease of the row it is for. */
const LONGEST_MS = 12_000
/** More than a page is read in the original. */
const LONGEST_TEXT = 4_000
const MOST_TOKENS = 3_000
const LANGUAGES = { en: 'English', 'zh-CN': 'Simplified Chinese', 'zh-TW': 'Traditional Chinese as written in Taiwan' } as const

export interface TranslatorOptions extends EndpointOptions {
  readonly mayPay: (customer: string) => Promise<boolean>
  readonly onFailure: (error: unknown) => void
}

export class OpenAITranslator implements Translate {
  readonly #endpoint: ChatEndpoint
  readonly #options: TranslatorOptions

  constructor(options: TranslatorOptions) {
    this.#endpoint = new ChatEndpoint(options)
    this.#options = options
  }

  async translate(text: string, to: keyof typeof LANGUAGES, customer: string): Promise<Translated> {
    if (text.length > LONGEST_TEXT) return { none: true }
    try {
      if (!(await this.#options.mayPay(customer))) return { none: true }
      return await this.#ask(text, to, AbortSignal.timeout(LONGEST_MS))
    } catch (error) {
      this.#options.onFailure(error)
      return { failed: true }
    }
  }

  async #ask(text: string, to: keyof typeof LANGUAGES, signal: AbortSignal, again = true): Promise<Translated> {
    const mask = new Mask()
    const messages = [
      { role: 'system', content: translatePrompt(LANGUAGES[to]) },
      { role: 'user', content: mask.hide(text) },
    ] as const
    try {
      const { said, cost } = await this.#endpoint.ask({ messages, form: 'text', most: MOST_TOKENS }, signal)
      const words = mask.restore(said.text.trim())
      // A translation that is many times as long is something else.
      if (said.refused || said.finish === 'length' || words === '' || words.length > text.length * 8 + 200) return { failed: true }
      return { text: words, cost, version: `openai:${this.#endpoint.model}/${TRANSLATE_1}` }
    } catch (error) {
      const refusal = (error as { facts?: { said?: unknown } }).facts?.said
      if (again && this.#endpoint.learn(String(refusal ?? ''))) return this.#ask(text, to, signal, false)
      throw error
    }
  }
}

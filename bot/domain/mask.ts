/**
 * Hides private words before a text leaves the process, and puts them back into what returns. The same value gets
 * the same token wherever one mask is used, so a model can still tell that two messages name the same phone; the
 * values themselves stay here.
 */
import { nameToken } from './private-tokens.ts'
import { findPrivate, type PrivateKind } from './private-words.ts'

const NAMES = { id: 'ID', card: 'CARD', phone: 'PHONE', email: 'EMAIL', address: 'ADDRESS', name: 'NAME' } as const satisfies Record<
  PrivateKind,
  string
>
/** What looks like a token of ours in a customer's text; it is masked itself, so nobody can ask for another's value. */
const TOKEN = /\[(ID|CARD|PHONE|EMAIL|ADDRESS|NAME|TEXT)_(\d{1,6})\]/g
/** Models write tokens a little differently at times. */
const LOOSE_TOKEN = /[[［【]\s?(id|card|phone|email|address|name|text)[ _-](\d{1,6})\s?[\]］】]/gi

export class Mask {
  private readonly tokens = new Map<string, string>()
  private readonly values = new Map<string, string>()
  private readonly names = new Set<string>()
  private readonly counts = new Map<string, number>()

  /** A token for a customer's name, whatever it looks like. Where it looks like a person's, it is hidden in every text from now on, too. */
  hideName(name: string): string {
    // Two characters are a word of the language as often as a nickname.
    if (nameToken(name) && name.trim().length > 2) this.names.add(name.trim())
    return name.trim() === '' ? '' : this.tokenFor(NAMES.name, name.trim())
  }

  /** The text with a token in place of each private word. */
  hide(text: string): string {
    let hidden = ''
    let at = 0
    for (const { kind, start, end } of findPrivate(text)) {
      hidden += this.hideTokens(text.slice(at, start)) + this.tokenFor(NAMES[kind], text.slice(start, end))
      at = end
    }
    return hidden + this.hideTokens(text.slice(at))
  }

  /** The text with the private words back in place; a token this mask never gave stays as it is. */
  restore(text: string): string {
    return text.replace(LOOSE_TOKEN, (token, name: string, n: string) => this.values.get(`[${name.toUpperCase()}_${Number(n)}]`) ?? token)
  }

  /** How many values of each kind were hidden so far. */
  get hidden(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.counts)
  }

  private hideTokens(text: string): string {
    const plain = text.replace(TOKEN, (token) => this.tokenFor('TEXT', token))
    return [...this.names].reduce((hidden, name) => hidden.replaceAll(name, this.tokenFor(NAMES.name, name)), plain)
  }

  private tokenFor(name: string, value: string): string {
    const key = `${name}\u0000${value}`
    const known = this.tokens.get(key)
    if (known) return known
    const n = (this.counts.get(name) ?? 0) + 1
    const token = `[${name}_${n}]`
    this.counts.set(name, n)
    this.tokens.set(key, token)
    this.values.set(token, value)
    return token
  }
}

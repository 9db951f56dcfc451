/** Reads the body of a post, which is JSON of unknown shape until here. What cannot be read shows as nothing rather than breaking the room. */
import type { Card, FileRef, Lang, Post } from './api-types.ts'

export interface MenuOption {
  readonly key: string
  readonly label: string
}

export type PostView =
  | {
      readonly kind: 'text' | 'ping'
      readonly text: string
      readonly speaker: string | null
      readonly notice: boolean
      /** Said to be sent to the customer: a reply card tells what became of it. */
      readonly reply: boolean
      /** Other words than it was sent with. */
      readonly edited: boolean
      /** Taken back by whoever said it. */
      readonly removed: boolean
      readonly files: readonly FileRef[]
    }
  | { readonly kind: 'menu'; readonly text: string; readonly options: readonly MenuOption[] }
  | { readonly kind: 'media'; readonly file: FileRef; readonly speaker: string | null }
  | { readonly kind: 'card'; readonly card: Card; readonly tokens: Readonly<Record<string, string>> }
  | { readonly kind: 'whisper'; readonly text: string }
  | { readonly kind: 'unknown' }

/** The first word the desk reads as “send this to the customer” (bot/domain/grammar.ts), and what is to be sent. */
const REPLY_WORD = /^\s*\/?(?:回复并等待|回覆並等待|reply-wait|回复|回覆|reply)(?:[\s:：]+([\s\S]*))?$/i

/** What a typed reply says to the customer; null for talk. Empty while nothing follows the word yet. */
export function wordedReply(said: string): string | null {
  const found = REPLY_WORD.exec(said)
  return found && /[\s:：]/.test(said.trimStart()) ? (found[1] ?? '') : null
}

const UNKNOWN: PostView = { kind: 'unknown' }
const REMOVED: PostView = { kind: 'text', text: '', speaker: null, notice: false, reply: false, edited: false, removed: true, files: [] }

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function file(value: unknown): FileRef | null {
  if (!isRecord(value) || typeof value['blob'] !== 'string') return null
  return { name: text(value['name']), mime: text(value['mime']), size: Number(value['size'] ?? 0), blob: value['blob'] }
}

function option(value: unknown): MenuOption[] {
  return isRecord(value) && typeof value['key'] === 'string' ? [{ key: value['key'], label: text(value['label']) || value['key'] }] : []
}

/** The desk writes cards itself, so one look at what tells a card from something else is enough. */
function isCard(value: unknown): value is Card {
  return isRecord(value) && typeof value['number'] === 'number' && Array.isArray(value['actions']) && Array.isArray(value['lines'])
}

/** The card in the reader's language; rooms whose readers speak others carry fewer. */
function cardIn(cards: unknown, lang: Lang): Card | null {
  if (!isRecord(cards)) return null
  const found = [cards[lang], cards['zh-CN'], cards['zh-TW'], cards['en'], ...Object.values(cards)].find(isCard)
  return found ?? null
}

export function readPost(post: Post, lang: Lang): PostView {
  const { body } = post
  switch (post.kind) {
    case 'text':
    case 'ping': {
      const files = list(body['files']).flatMap((each) => file(each) ?? [])
      const speaker = typeof body['speaker'] === 'string' ? body['speaker'] : null
      const marks = {
        notice: body['notice'] === true,
        reply: body['reply'] === true,
        edited: body['edited'] === true,
        removed: body['removed'] === true,
      }
      return { kind: post.kind, text: text(body['text']), speaker, ...marks, files }
    }
    case 'menu':
      return { kind: 'menu', text: text(body['text']), options: list(body['options']).flatMap(option) }
    case 'media': {
      if (body['removed'] === true) return REMOVED
      const media = file(body['file'])
      return media ? { kind: 'media', file: media, speaker: typeof body['speaker'] === 'string' ? body['speaker'] : null } : UNKNOWN
    }
    case 'card': {
      const card = cardIn(body['cards'], lang)
      if (!card) return UNKNOWN
      const tokens = Object.fromEntries(
        Object.entries(isRecord(body['tokens']) ? body['tokens'] : {}).flatMap(([action, token]) =>
          typeof token === 'string' ? [[action, token] as const] : [],
        ),
      )
      return { kind: 'card', card, tokens }
    }
    case 'whisper':
      return { kind: 'whisper', text: text(body['text']) }
    default:
      return UNKNOWN
  }
}

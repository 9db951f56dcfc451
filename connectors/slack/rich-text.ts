/**
 * Words as Slack's rich text: a structure in which text is only ever text. Nothing in it is parsed, so that no
 * customer can mention, link or mark anything; who is to be called is an element of its own.
 */
import { cutText } from '../../bot/domain/cut-text.ts'

export type Block = Readonly<Record<string, unknown>>
export type Piece = Readonly<Record<string, unknown>>

/** Longest text of one element. */
const ELEMENT_MAX = 2_900
const SAID = 'said'

export function piece(text: string, style?: Readonly<Record<string, true>>): Piece {
  return { type: 'text', text, ...(style ? { style } : {}) }
}

export const bold = (text: string): Piece => piece(text, { bold: true })
export const person = (id: string): Piece => ({ type: 'user', user_id: id })

/** Slack refuses empty text elements. */
export function section(pieces: readonly Piece[]): Piece {
  return { type: 'rich_text_section', elements: pieces.filter((each) => each['type'] !== 'text' || each['text'] !== '') }
}

export function quote(text: string): Piece {
  return { type: 'rich_text_quote', elements: cutText(text, { max: ELEMENT_MAX, unit: 'utf16' }).map((part) => piece(part)) }
}

export function richText(elements: readonly Piece[], id?: string): Block {
  return { type: 'rich_text', ...(id ? { block_id: id } : {}), elements }
}

/** A text of any length: nothing is lost, and no grapheme is torn. */
export function textBlocks(text: string, before: readonly Piece[] = []): readonly Block[] {
  return cutText(text, { max: ELEMENT_MAX, unit: 'utf16' }).map((part, i) => richText([section([...(i === 0 ? before : []), piece(part)])]))
}

/** A text that the card's own form must find again. */
export function saidBlocks(text: string): readonly Block[] {
  return cutText(text, { max: ELEMENT_MAX, unit: 'utf16' }).map((part, i) => richText([quote(part)], `${SAID}:${i}`))
}

/** The text `saidBlocks` wrote, as it comes back with a press; null where there is none. */
export function saidIn(blocks: readonly unknown[]): string | null {
  const parts = blocks.flatMap((block) => {
    const { block_id: id, elements } = (block ?? {}) as {
      block_id?: unknown
      elements?: readonly { elements?: readonly { text?: unknown }[] }[]
    }
    if (typeof id !== 'string' || !id.startsWith(`${SAID}:`) || !Array.isArray(elements)) return []
    return elements.flatMap((each) =>
      (Array.isArray(each?.elements) ? each.elements : []).map((inner: { text?: unknown }) => String(inner?.text ?? '')),
    )
  })
  return parts.length > 0 ? parts.join('') : null
}

/** Plain text of a label, cut to what Slack takes of it. */
export function plain(text: string, max: number): Piece {
  const [first = ''] = cutText(text, { max: max - 1, unit: 'utf16' })
  return { type: 'plain_text', text: first.length < text.length ? `${first}…` : text || ' ', emoji: false }
}

/** Words that a machine read from a picture or heard in a voice message, and how they stand among what the customer wrote. */
import type { Claim } from './claim.ts'
import type { Attachment, Message, Turn } from './conversation.ts'

export type HeardKind = 'picture' | 'voice'

/** In front of each, so that everybody who sees the words sees where they are from, whatever language they read. */
const SIGN: Readonly<Record<HeardKind, string>> = { picture: '🖼 ', voice: '🎤 ' }
/** A page of print; more is not told in chat. */
const LONGEST = 2_000

/** What a file could be turned into words as; null: neither. */
export function heardKind(mime: string): HeardKind | null {
  if (/^image\/(?:png|jpeg|gif|webp)$/.test(mime)) return 'picture'
  return /^audio\//.test(mime) ? 'voice' : null
}

/** A message's text with the words of its files behind it, one line each. `words` by blob. */
export function withHeard(text: string, files: readonly Pick<Attachment, 'blob' | 'mime'>[], words: ReadonlyMap<string, string>): string {
  const lines = files.flatMap(({ blob, mime }) => {
    const kind = heardKind(mime)
    const heard = words.get(blob)?.replace(/\s+/g, ' ').trim().slice(0, LONGEST).toWellFormed() ?? ''
    return kind && heard !== '' ? [`${SIGN[kind]}${heard}`] : []
  })
  // Where they were heard in an earlier try they stand there already.
  return [text, ...lines.filter((line) => !text.includes(line))].filter((line) => line !== '').join('\n')
}

/** The turn with the words of its files in it. */
export function turnHeard(turn: Turn, words: ReadonlyMap<string, string>): Turn {
  if (words.size === 0) return turn
  return { ...turn, messages: turn.messages.map((m) => ({ ...m, text: withHeard(m.text, m.attachments, words) })) }
}

/** Marks of a turn: which of its words are from pictures and voice messages, and that some file was left unread. */
export function heardMarks({ messages }: Turn, unread: boolean): readonly Claim[] {
  const marks = messages.flatMap((message) => marksIn(message))
  const said = messages.find(({ text }) => text.trim() !== '')
  return unread && said ? [...marks, mark('unread', said.id, 0, said.text.length)] : marks
}

function marksIn({ id, text }: Message): readonly Claim[] {
  return (['picture', 'voice'] as const).flatMap((kind) => {
    const at = text.startsWith(SIGN[kind]) ? 0 : text.indexOf(`\n${SIGN[kind]}`) + 1
    return at > 0 || text.startsWith(SIGN[kind]) ? [mark(kind, id, at, text.length)] : []
  })
}

function mark(code: HeardKind | 'unread', message: string, start: number, end: number): Claim {
  return { about: 'mark', matter: 0, mark: code, confidence: 1, words: { message, start, end } }
}

/** Words that a machine read from a picture or a film or heard in a voice message, and how they stand among what the customer wrote. */
import type { Claim } from './claim.ts'
import type { Attachment, Message, Turn } from './conversation.ts'

export type HeardKind = 'picture' | 'film' | 'voice'

/** In front of each, so that everybody who sees the words sees where they are from, whatever language they read. */
const SIGN: Readonly<Record<HeardKind, string>> = { picture: '🖼 ', film: '🎬 ', voice: '🎤 ' }
/** A page of print; more is not told in chat. */
const LONGEST = 2_000
/** In front of each step that a model suggests for what a film shows. */
export const STEP = '☐ '
const MOST_STEPS = 5
const LONGEST_STEP = 200

type Files = readonly Pick<Attachment, 'blob' | 'mime'>[]

/** What a file could be turned into words as; null: none. */
export function heardKind(mime: string): HeardKind | null {
  if (/^image\/(?:png|jpeg|gif|webp)$/.test(mime)) return 'picture'
  if (mime === 'video/mp4') return 'film'
  return /^audio\//.test(mime) ? 'voice' : null
}

/** The words of a film with the steps suggested for it, as both are kept: the steps stand behind, a line each. */
export function withSteps(words: string, steps: readonly string[]): string {
  return [onOneLine(words, LONGEST), ...steps.slice(0, MOST_STEPS).map((step) => `${STEP}${onOneLine(step, LONGEST_STEP)}`)].join('\n')
}

/** A message's text with the words of its files behind it, one line each. `words` by blob. */
export function withHeard(text: string, files: Files, words: ReadonlyMap<string, string>): string {
  const lines = files.flatMap(({ blob, mime }) => {
    const kind = heardKind(mime)
    const all = words.get(blob) ?? ''
    const heard = onOneLine(kind === 'film' ? (all.split(`\n${STEP}`)[0] ?? '') : all, LONGEST)
    return kind && heard !== '' ? [`${SIGN[kind]}${heard}`] : []
  })
  // Where they were heard in an earlier try they stand there already.
  return [text, ...lines.filter((line) => !text.includes(line))].filter((line) => line !== '').join('\n')
}

/** The steps suggested for the films among the files: a model's, for the team, and never the customer's words. */
export function stepsFor(files: Files, words: ReadonlyMap<string, string>): readonly string[] {
  const films = files.filter(({ mime }) => heardKind(mime) === 'film')
  const all = films.flatMap(({ blob }) => (words.get(blob) ?? '').split(`\n${STEP}`).slice(1, MOST_STEPS + 1))
  return [...new Set(all.map((step) => onOneLine(step, LONGEST_STEP)))].filter((step) => step !== '')
}

/** The turn with the words of its files in it. */
export function turnHeard(turn: Turn, words: ReadonlyMap<string, string>): Turn {
  if (words.size === 0) return turn
  const heard = (message: Message): Message => {
    const steps = stepsFor(message.attachments, words)
    const text = withHeard(message.text, message.attachments, words)
    return steps.length > 0 ? { ...message, text, steps } : { ...message, text }
  }
  return { ...turn, messages: turn.messages.map(heard) }
}

/** Marks of a turn: which of its words are from pictures, films and voice messages, and that some file was left unread. */
export function heardMarks({ messages }: Turn, unread: boolean): readonly Claim[] {
  const marks = messages.flatMap((message) => marksIn(message))
  const said = messages.find(({ text }) => text.trim() !== '')
  return unread && said ? [...marks, mark('unread', said.id, 0, said.text.length)] : marks
}

function marksIn({ id, text }: Message): readonly Claim[] {
  return (['picture', 'film', 'voice'] as const).flatMap((kind) => {
    const at = text.startsWith(SIGN[kind]) ? 0 : text.indexOf(`\n${SIGN[kind]}`) + 1
    return at > 0 || text.startsWith(SIGN[kind]) ? [mark(kind, id, at, text.length)] : []
  })
}

function mark(code: HeardKind | 'unread', message: string, start: number, end: number): Claim {
  return { about: 'mark', matter: 0, mark: code, confidence: 1, words: { message, start, end } }
}

function onOneLine(text: string, longest: number): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, longest).toWellFormed()
}

/**
 * Before a turn is read: the words of its pictures, films and voice messages, from what was heard before or from the endpoint,
 * within a few seconds in all. What cannot be had in that time is left unread; the file itself is shown all the same.
 */
import type { Attachment, Turn } from '../bot/domain/conversation.ts'
import { heardKind } from '../bot/domain/heard.ts'
import type { Lang } from '../bot/domain/lang.ts'
import { answerLang } from '../bot/domain/other-language.ts'
import type { Hear, HeardStore } from '../bot/ports/hearing.ts'
import type { ReadingCost } from '../bot/ports/understand.ts'
import type { Log } from '../kit/log.ts'
import type { Blobs } from '../kit/ports/blobs.ts'

export interface HearingOptions {
  readonly hear: Hear
  readonly store: HeardStore
  readonly blobs: Blobs
  readonly log: Log
  /** Whether the day's budget has room for this customer. */
  readonly mayPay: (customer: string) => Promise<boolean>
  /** For all files of a turn together, milliseconds; a film among them has longer. */
  readonly allMs?: number
}

export interface Heard {
  /** By blob. */
  readonly words: ReadonlyMap<string, string>
  /** Some file could have had words, and was not read. */
  readonly unread: boolean
  readonly costs: readonly { readonly cost: ReadingCost; readonly version: string }[]
}

const ALL_MS = 8_000
/** Its pictures have to be drawn first. */
const FILM_MORE_MS = 5_000
const LOOK_MS = 250
const MOST_FILES = 4
export const NOTHING_HEARD: Heard = { words: new Map(), unread: false, costs: [] }

/** `lang`: what the desk speaks with the customer so far, where the turn itself does not tell. */
export async function hearTurn(options: HearingOptions, turn: Turn, stopping: AbortSignal, lang: Lang | null = null): Promise<Heard> {
  const { hear, store, log, allMs = ALL_MS } = options
  const wanted = turn.messages.flatMap((message) => message.attachments).filter((file) => canHear(hear, file))
  if (wanted.length === 0) return NOTHING_HEARD
  const more = wanted.some(({ mime }) => heardKind(mime) === 'film') ? FILM_MORE_MS : 0
  const ended = AbortSignal.any([stopping, AbortSignal.timeout(allMs + more)])
  const speaks = answerLang(turn.messages.map(({ text }) => text).join('\n')) ?? lang
  const costs: { cost: ReadingCost; version: string }[] = []
  try {
    const files = await fetched(store, wanted, ended)
    const blobs = [...new Map(files.map((file) => [file.blob, file])).values()]
    const words = new Map(await store.known(blobs.map((file) => file.blob)))
    const fresh = blobs.filter((file) => !words.has(file.blob)).slice(0, MOST_FILES)
    const payable = fresh.length > 0 && (await options.mayPay(turn.author)) ? fresh : []
    await Promise.all(
      payable.map(async (file) => {
        const heard = await hearOne(options, file, speaks, ended).catch((error: unknown) => {
          log.warn('a file was not turned into words', { file: file.id, error })
          return null
        })
        if (!heard) return
        costs.push({ cost: heard.cost, version: heard.version })
        words.set(file.blob, heard.words)
      }),
    )
    return { words, unread: wanted.some((one) => !words.has(files.find((file) => file.id === one.id)?.blob ?? '')), costs }
  } catch (error) {
    log.warn('files of a turn were not turned into words', { turn: turn.id, error })
    return { words: new Map(), unread: true, costs }
  }
}

function canHear({ takes }: Hear, { mime, size }: Attachment): boolean {
  const kind = heardKind(mime)
  return kind !== null && size <= (takes[kind] ?? -1)
}

/** Those that are here, or come in time. */
async function fetched(store: HeardStore, wanted: readonly Attachment[], ended: AbortSignal): Promise<readonly Attachment[]> {
  let files = wanted
  while (files.some((file) => file.state === 'waiting') && !ended.aborted) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    files = await store.files(wanted.map((file) => file.id))
  }
  return files.filter((file) => file.state === 'stored' && file.blob !== '')
}

async function hearOne({ hear, store, blobs }: HearingOptions, file: Attachment, lang: Lang | null, signal: AbortSignal) {
  const kind = heardKind(file.mime)
  const blob = await blobs.get(file.blob)
  // Fetched files tell their true size and kind only now.
  if (!blob || !kind || blob.size > (hear.takes[kind] ?? -1)) {
    await blob?.stream.cancel()
    return null
  }
  const bytes = new Uint8Array(await new Response(blob.stream).arrayBuffer())
  const heard = await hear.hear({ kind, name: file.name, mime: file.mime, bytes, lang }, signal)
  await store.keep(file.blob, kind, heard.words)
  return heard
}

import type { Attachment } from '../domain/conversation.ts'
import type { HeardKind } from '../domain/heard.ts'
import type { ReadingCost } from './understand.ts'

/** A file whose words are wanted. */
export interface HearFile {
  readonly kind: HeardKind
  readonly name: string
  readonly mime: string
  readonly bytes: Uint8Array
}

/**
 * Turns pictures and voice messages into words. It only tells what stands there: words are read as any customer's are.
 * Rejects with a DeskError MODEL_… ; empty words: there are none in it.
 */
export interface Hear {
  /** Kinds it takes, and the most bytes of each. */
  readonly takes: Readonly<Partial<Record<HeardKind, number>>>
  hear(file: HearFile, signal: AbortSignal): Promise<{ readonly words: string; readonly cost: ReadingCost; readonly version: string }>
}

/** Words that were heard before, by the SHA-256 of the bytes: nothing is paid for twice. */
export interface HeardStore {
  known(blobs: readonly string[]): Promise<ReadonlyMap<string, string>>
  keep(blob: string, kind: HeardKind, words: string): Promise<void>
  /** The files as they stand now: what was waiting may have been fetched. */
  files(ids: readonly string[]): Promise<readonly Attachment[]>
}

import type { Attachment } from '../domain/conversation.ts'
import type { HeardKind } from '../domain/heard.ts'
import type { Lang } from '../domain/lang.ts'
import type { ReadingCost } from './understand.ts'

/** A file whose words are wanted. */
export interface HearFile {
  readonly kind: HeardKind
  readonly name: string
  readonly mime: string
  readonly bytes: Uint8Array
  /** What the customer writes in, for what is told in words of our own; null or absent: not known. */
  readonly lang?: Lang | null
}

/**
 * Turns pictures, films and voice messages into words. It only tells what stands there: words are read as any customer's
 * are. Behind those of a film may stand the steps it suggests, see `withSteps`. Rejects with a DeskError: MODEL_…, for a
 * film also FILE_TYPE_REFUSED or UNAVAILABLE; empty words: there are none in it.
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

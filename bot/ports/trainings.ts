/** What came of trainings of the built-in model, and who was told of it. */
import type { RoomRef } from '../domain/desk-config.ts'

export interface Training {
  /** first: there was none before. refused: worse on held-back examples than the one in use, which stays. */
  readonly outcome: 'first' | 'used' | 'refused'
  /** Of the model that came of it; null where it was refused. */
  readonly version: number | null
  /** 0…1, on held-back examples that were there for the model in use, too. */
  readonly accuracy: number
  /** 0…1, the model that was in use; null where there was none. */
  readonly inUse: number | null
  /** Corrections and imported tickets that came since the model in use was trained. */
  readonly learned: number
  readonly examples: number
  readonly millis: number
  /** Whether the managers were told. */
  readonly told: boolean
}

export interface Trainings {
  /** The newest first. `ageMs` is by the database's clock. */
  newest(most: number): Promise<readonly (Training & { readonly at: number; readonly ageMs: number })[]>
  /** Keeps it, and says it in the rooms, both or neither. */
  keep(training: Training, posts: readonly { readonly room: RoomRef; readonly text: string }[]): Promise<void>
}

/** What the managers are told of a training: its score beside the one in use, once a day at most, and only where there is news. */
import type { DeskConfig, RoomRef } from './domain/desk-config.ts'
import type { Training } from './ports/trainings.ts'
import { texts } from './texts/index.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

type Untold = Omit<Training, 'told'>

/** `before`: trainings of before, the newest first. */
export function tellTraining(
  training: Untold,
  before: readonly Pick<Training & { readonly ageMs: number }, 'outcome' | 'told' | 'ageMs'>[],
  config: Pick<DeskConfig, 'managerRooms' | 'lang'>,
): readonly { readonly room: RoomRef; readonly text: string }[] {
  const toldLately = before.some(({ outcome, told, ageMs }) => told && outcome === training.outcome && ageMs < DAY_MS)
  if (training.inUse === null || training.learned === 0 || toldLately) return []
  const { learned } = texts(config.lang)
  const score = (share: number) => `${(share * 100).toFixed(1)} %`
  const text =
    training.outcome === 'refused'
      ? learned.refused(training.learned, score(training.accuracy), score(training.inUse))
      : learned.used(training.version ?? 0, training.learned, score(training.accuracy), score(training.inUse))
  return config.managerRooms.map((room) => ({ room, text }))
}

/** The role `worker`: the five loops, housekeeping, and learning. It listens only to be asked how it does. */
import type { Understand } from '../../bot/ports/understand.ts'
import { HttpLookup } from '../../lookups/http-lookup.ts'
import { createConverseStore } from '../../storage/converse/converse-store.ts'
import { createTimeStore } from '../../storage/converse/time-store.ts'
import { nextLaneMs, nextLineMs, nextTimerMs } from '../../storage/due.ts'
import { createFileStore } from '../../storage/files/file-store.ts'
import { createHeardStore } from '../../storage/files/heard-store.ts'
import { createLookupStore } from '../../storage/lookup-store.ts'
import { createMint } from '../../storage/mint.ts'
import { createTranslationStore } from '../../storage/translation-store.ts'
import { startConverse } from '../../workers/converse.ts'
import { startFetch } from '../../workers/fetch.ts'
import { startKeepTime } from '../../workers/keep-time.ts'
import { startLookUp } from '../../workers/look-up.ts'
import { startRedraw } from '../../workers/redraw.ts'
import { startSend } from '../../workers/send.ts'
import { startTranslate } from '../../workers/translate.ts'
import { startHousekeeping } from '../housekeeping.ts'
import type { Learning } from '../learning.ts'
import type { Models } from '../models.ts'
import { rehearse } from '../rehearse.ts'
import type { Base } from './base.ts'

const MB = 1024 * 1024

export interface WorkerOptions {
  readonly understand: Understand
  readonly learning: Learning
  readonly hearing: Models['hearing']
  readonly translate: Models['translate']
  /** How long the desk waits for a reading, milliseconds. */
  readonly readMs?: number
}

/** Resolves when the loops run, with the way to stop them: the batch in hand is finished. */
export async function startWorker(
  base: Base,
  { understand, learning, hearing, translate, readMs }: WorkerOptions,
): Promise<() => Promise<void>> {
  const { db, ids, log, bell, metrics, config, most, channels, sends, cards, homes, converse, outbound, blobs, settings } = base
  const mint = createMint(db, ids)
  await learning.ready()
  // It may meet an item that cannot be decided; that is for the loops to put aside, and no reason not to start.
  await rehearse({ db, ids, mint, config: () => config.current(), converse, outbound }).catch((error: unknown) =>
    log.warn('the rehearsal failed', { error }),
  )
  const common = { bell, log, metrics, least: most.least, most: most.work, hurry: db.hurried }
  const loops = [
    ...startConverse({
      ...common,
      store: createConverseStore(converse),
      understand,
      mint,
      nextDueMs: () => nextLineMs(db),
      ...(readMs === undefined ? {} : { readMs }),
      ...(hearing ? { hearing: { ...hearing, store: createHeardStore(db), blobs, log } } : {}),
    }),
    startSend({ ...common, store: sends, channels, nextDueMs: (paced) => nextLaneMs(db, paced) }),
    startLookUp({
      bell,
      log,
      metrics,
      store: createLookupStore({ db, owner: outbound.owner, config: () => config.current() }),
      lookup: new HttpLookup(process.env),
      lookups: () => config.current().config.lookups ?? [],
    }),
    ...(translate
      ? [
          startTranslate({
            store: createTranslationStore({ db, ids, owner: outbound.owner, config: () => config.current() }),
            translate,
            wanted: () => config.current().config.translate === true,
            bell,
            log,
          }),
        ]
      : []),
    startRedraw({ ...common, store: cards, homes, channels }),
    startFetch({ store: createFileStore(outbound), channels, blobs, max: settings.fileMaxMb * MB, bell, log }),
    startKeepTime({ ...common, store: createTimeStore(converse), mint, nextDueMs: () => nextTimerMs(db) }),
  ]
  const learns = learning.watch({ trains: true })
  const housekeeping = startHousekeeping(db, log, () => config.current().config)
  return async () => {
    learns.stop()
    await Promise.all([housekeeping.stop(), ...loops.map((loop) => loop.stop())])
  }
}

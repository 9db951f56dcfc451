/** The thread of pglite-thread.ts: one PGlite, asked one thing at a time. */
import { constants, cpSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { DeskError } from '../bot/errors.ts'
import { createSteadyClock } from '../kit/steady-clock.ts'
import { openPglite } from './pglite.ts'
import type { Answered, Asked } from './pglite-thread.ts'

const port = parentPort
if (!port) throw new Error('pglite-thread-main.ts runs as a thread only')

const answer = (what: Answered) =>
  what instanceof Uint8Array ? port.postMessage(what, [what.buffer as ArrayBuffer]) : port.postMessage(what)
const told = (error: unknown) => ({ failed: whyOf(error) })
function whyOf(error: unknown): string {
  if (error instanceof DeskError && error.facts['said'] !== undefined) return String(error.facts['said'])
  return error instanceof Error ? error.message : String(error)
}

/** In one go: no statement is computed meanwhile, so the files are of one moment. Where the file system can, they are shared until written. */
function copied(to: string): Answered {
  try {
    cpSync(workerData as string, to, { recursive: true, errorOnExist: true, force: false, mode: constants.COPYFILE_FICLONE })
    return { copied: to, code: null }
  } catch (error) {
    return { copied: to, code: (error as NodeJS.ErrnoException).code ?? 'unknown' }
  }
}

// What is due, who has what in hand and what comes after what goes by this thread's clock: it must not go back.
Date.now = createSteadyClock()

try {
  const database = await openPglite(workerData as string)
  port.on('message', (asked: Asked) => {
    if (asked === null) return void database.close().finally(() => port.close())
    if ('copyTo' in asked) return answer(copied(asked.copyTo))
    database.exec(asked).then(
      // A copy of its own: the answer may be a view of something larger, and would be sent whole.
      (bytes) => answer(new Uint8Array(bytes)),
      (error: unknown) => answer(told(error)),
    )
  })
  answer(null)
} catch (error) {
  answer(told(error))
}

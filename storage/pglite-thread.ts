/**
 * PGlite in a thread of its own. Its statements are computed, not waited for, so in the desk's own thread each would
 * stand before every socket and timer; beside it, words are read and requests answered while it computes.
 */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { DeskError } from '../bot/errors.ts'
import type { Embedded } from './pglite.ts'

/** What goes to the thread: bytes of the wire protocol, where to copy the files to, or null to close. What comes back: the answer, or what went wrong. */
export type Asked = Uint8Array | { readonly copyTo: string } | null
/** A copy is answered out of turn: it is made between two statements, whoever waits for theirs. */
export type Answered = Uint8Array | { readonly failed: string } | { readonly copied: string; readonly code: string | null } | null

export interface EmbeddedThread extends Embedded {
  /** Copies the database's files into a directory that is not there yet, as a kill would leave them; nothing is answered meanwhile. */
  copyTo(dir: string): Promise<void>
}

/** Young objects of the thread are protocol bytes, gone at once; a larger nursery would only keep memory. */
const LIMITS = { maxYoungGenerationSizeMb: 8 }

/** A thread that ends before it says anything must not leave its process waiting, with nothing to say itself. */
async function firstWord(thread: Worker, dir: string): Promise<Answered> {
  const over = new AbortController()
  const ended = once(thread, 'exit', { signal: over.signal }).then(([code]) => {
    throw new DeskError('DATA_DIR_UNUSABLE', { dir, code: Number(code), said: 'the database thread ended' })
  })
  try {
    const [ready] = (await Promise.race([once(thread, 'message'), ended])) as [Answered]
    return ready
  } finally {
    ended.catch(() => undefined)
    over.abort()
  }
}

interface Waiting {
  readonly resolve: (answer: Uint8Array) => void
  readonly reject: (error: Error) => void
}

/** Starts the thread on the directory. The thread ending on its own ends the process: a desk without its rows has nothing to say. */
export async function openPgliteThread(dir: string): Promise<EmbeddedThread> {
  const thread = new Worker(new URL('./pglite-thread-main.ts', import.meta.url), { workerData: dir, resourceLimits: LIMITS })
  const ready = await firstWord(thread, dir)
  if (ready !== null && 'failed' in ready) {
    await thread.terminate()
    throw new DeskError('DATA_DIR_UNUSABLE', { dir, said: ready.failed })
  }
  const waiting: Waiting[] = []
  const copies = new Map<string, (code: string | null) => void>()
  let closing = false
  thread.on('message', (answer: Answered) => {
    if (answer !== null && 'copied' in answer) return copies.get(answer.copied)?.(answer.code)
    const first = waiting.shift()
    if (answer === null) return
    if (answer instanceof Uint8Array) first?.resolve(answer)
    else first?.reject(new Error(answer.failed))
  })
  thread.on('exit', (code) => {
    const error = new DeskError('DATA_DIR_UNUSABLE', { dir, code, said: 'the database thread ended' })
    for (const each of waiting.splice(0)) each.reject(error)
    for (const done of copies.values()) done('gone')
    if (!closing) throw error
  })
  return {
    exec: (bytes) =>
      new Promise((resolve, reject) => {
        if (closing) return reject(new Error('the database is closed'))
        waiting.push({ resolve, reject })
        const own = new Uint8Array(bytes)
        thread.postMessage(own, [own.buffer])
      }),
    copyTo: (to) =>
      new Promise((resolve, reject) => {
        if (closing) return reject(new Error('the database is closed'))
        copies.set(to, (code) => {
          copies.delete(to)
          if (code === null) resolve()
          else reject(Object.assign(new Error('the files were not copied'), { code }))
        })
        thread.postMessage({ copyTo: to } satisfies Asked)
      }),
    close: async () => {
      if (closing) return
      closing = true
      const ended = once(thread, 'exit')
      thread.postMessage(null)
      await ended
    },
  }
}

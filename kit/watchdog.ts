/**
 * Ends a process whose own thread no longer comes round: it computes for ever, answers nobody, and has work in hand that
 * others wait for. Whoever supervises it starts it anew (deploy/); systemd and Docker would not notice by themselves.
 *
 * Judged is what that thread has computed meanwhile, not only how long it was silent: one that is merely given no
 * processor, or was stopped and goes on, is left alone, whatever other threads of the process do.
 */
import { url as debuggedAt } from 'node:inspector'
import { Worker } from 'node:worker_threads'

export interface WatchdogOptions {
  /** So many seconds of computing without coming round are too many; half as many, when ten seconds have passed. */
  readonly computedSeconds?: number
  /** So many seconds without coming round are too many, whatever it waits for. */
  readonly silentSeconds?: number
}

export interface Watched {
  readonly beats: Int32Array
  readonly computedSeconds: number
  readonly silentSeconds: number
}

const BEAT_MS = 500

/**
 * Watches to the end, and keeps no process alive. Whoever is debugged is not watched: a breakpoint is no fault. To be
 * called, too, for whatever comes from outside: in a flood of it the thread comes round all the time, though not to its
 * timers.
 */
export function startWatchdog({ computedSeconds = 4, silentSeconds = 60 }: WatchdogOptions = {}): () => void {
  if (debuggedAt() !== undefined) return () => undefined
  const beats = new Int32Array(new SharedArrayBuffer(4))
  const thread = new Worker(new URL('./watchdog-thread.mjs', import.meta.url), {
    workerData: { beats, computedSeconds, silentSeconds } satisfies Watched,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1 },
  })
  thread.unref()
  const beat = () => void Atomics.add(beats, 0, 1)
  setInterval(beat, BEAT_MS).unref()
  return beat
}

/**
 * The thread beside the process's own that watches it: see watchdog.ts. Plain JavaScript: to read TypeScript costs a
 * thread 11 MB, twice what it needs besides.
 */
import { writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'

/** @type {import('./watchdog.ts').Watched} */
const { beats, computedSeconds, silentSeconds } = workerData
const LOOK_MS = 1_000
let beat = -1
let looks = 0
let since = computed()

/** Seconds of processor time of the whole process. */
function computed() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

// Looks are counted, not time: to a process that was stopped no time has passed.
setInterval(() => {
  const now = Atomics.load(beats, 0)
  if (now !== beat) {
    beat = now
    looks = 0
    since = computed()
    return
  }
  looks++
  const seconds = computed() - since
  if ((looks < computedSeconds || seconds < computedSeconds) && looks < silentSeconds) return
  const line = {
    level: 'error',
    time: new Date().toISOString(),
    event: 'this process answers nobody any more and is ended',
    looks,
    seconds,
  }
  writeSync(1, `${JSON.stringify(line)}\n`)
  process.kill(process.pid, 'SIGKILL')
}, LOOK_MS)

/**
 * The thread beside the process's own that watches it: see watchdog.ts. Plain JavaScript: to read TypeScript costs a
 * thread 11 MB, twice what it needs besides.
 */
import { readFileSync, writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'

/** @type {import('./watchdog.ts').Watched} */
const { beats, computedSeconds, silentSeconds } = workerData
const LOOK_MS = 1_000
/** On a machine that gives it a small part of a processor half as much computing is enough after so long, seconds. */
const SLOW_SECONDS = 10
let beat = -1
let looks = 0
let since = computed()

/** Seconds of processor time of the process's own thread; where the system does not tell, of the whole process. */
function computed() {
  try {
    const stat = readFileSync(`/proc/${process.pid}/task/${process.pid}/stat`, 'latin1')
    // After the name, which may hold spaces: state is field 3, user and system ticks are 14 and 15; Linux has 100 a second.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  }
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
  const enough = looks >= SLOW_SECONDS ? computedSeconds / 2 : computedSeconds
  if ((looks < computedSeconds || seconds < enough) && looks < silentSeconds) return
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

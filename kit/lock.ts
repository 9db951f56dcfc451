/**
 * One process per data directory: two on one embedded database would corrupt it silently.
 *
 * Locks are files `lock.1`, `lock.2`, …; the highest number counts. Whoever finds it dead or released creates
 * the next one, which only one process can (link() fails if the name is there), and the highest is never
 * deleted or handed back, so two that judge the same holder dead cannot both win, however slow one is. That is
 * why stealing by "delete and create again" is not used: the slower thief would delete the faster one's lock.
 */
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { Fault } from './fault.ts'
import { processStart } from './process-start.ts'

interface Holder {
  readonly pid: number
  readonly start: string
  readonly host: string
  readonly released?: true
}

const ATTEMPTS = 20

/**
 * Takes the directory, creating it if need be, or throws DATA_DIR_LOCKED with the holder's pid and host. A
 * lock is stolen only from a process of this host that is gone; one of another host is never judged.
 * Returns the way to give it back.
 */
export function lockDir(dir: string): () => void {
  const me: Holder = { pid: process.pid, start: processStart(process.pid) ?? 'unknown', host: hostname() }
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const number = tryLock(dir, me)
      if (number !== null) return once(() => write(dir, { ...me, released: true }, (draft) => renameSync(draft, nameOf(dir, number))))
    }
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault('DATA_DIR_UNUSABLE', { dir, why: (error as NodeJS.ErrnoException).code ?? 'unknown' }, error)
  }
  throw new Fault('DATA_DIR_LOCKED', { dir, pid: 0, host: 'unknown' })
}

/** The number of our lock, or null when another process was in between. Throws when somebody holds it. */
function tryLock(dir: string, me: Holder): number | null {
  const highest = highestOf(dir)
  if (highest > 0) {
    const holder = read(nameOf(dir, highest))
    if (holder === 'gone') return null
    if (holder === null || !isOver(holder)) {
      throw new Fault('DATA_DIR_LOCKED', { dir, pid: holder?.pid ?? 0, host: holder?.host ?? 'unknown' })
    }
  }
  const mine = highest + 1
  try {
    write(dir, me, (draft) => linkSync(draft, nameOf(dir, mine)))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null
    throw error
  }
  // While we looked, others may have taken and left higher numbers and tidied ours away.
  if (highestOf(dir) !== mine) {
    rmSync(nameOf(dir, mine), { force: true })
    return null
  }
  for (const number of numbersOf(dir)) if (number < mine) rmSync(nameOf(dir, number), { force: true })
  return mine
}

function isOver(holder: Holder): boolean {
  if (holder.released) return true
  if (holder.host !== hostname()) return false
  const start = processStart(holder.pid)
  return start === null || (start !== holder.start && start !== 'unknown' && holder.start !== 'unknown')
}

function nameOf(dir: string, number: number): string {
  return join(dir, `lock.${number}`)
}

function numbersOf(dir: string): number[] {
  return readdirSync(dir).flatMap((name) => {
    const number = /^lock\.(\d+)$/.exec(name)?.[1]
    return number === undefined ? [] : [Number(number)]
  })
}

/** Read twice, because a listing may miss a file that appears in its midst while an older one disappears. */
function highestOf(dir: string): number {
  return Math.max(0, ...numbersOf(dir), ...numbersOf(dir))
}

/** Null: the file is there and nobody can say whose it is. */
function read(path: string): Holder | 'gone' | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'gone'
    throw error
  }
  try {
    const holder = JSON.parse(text) as Holder
    return Number.isInteger(holder.pid) && typeof holder.host === 'string' ? holder : null
  } catch {
    return null
  }
}

/** Writes a whole file under a passing name and lets `place` give it its real one. */
function write(dir: string, holder: Holder, place: (draft: string) => void): void {
  const draft = join(dir, `.lock-${holder.pid}-${randomBytes(6).toString('hex')}`)
  const file = openSync(draft, 'wx', 0o600)
  try {
    writeSync(file, `${JSON.stringify(holder)}\n`)
    fsyncSync(file)
    place(draft)
  } finally {
    closeSync(file)
    rmSync(draft, { force: true })
  }
}

function once(act: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    act()
  }
}

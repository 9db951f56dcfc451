/**
 * A copy of the embedded database while its desk works. Only the desk's process may open the directory, so whoever
 * makes a backup asks that process, by a file in `copies/`, and opens what it is given:
 *
 *   <pid>.wanted   somebody asks
 *   <pid>.part     the desk is copying
 *   <pid>          the copy, whole; the asker takes it away
 *   <pid>.failed   why there is none
 *
 * The copy is what a kill at that moment would leave, which the database is made to survive: everything committed.
 */
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DeskError } from '../../bot/errors.ts'
import { processStart } from '../../kit/process-start.ts'

/** How often a desk looks whether somebody asks. */
const LOOK_MS = 1_000
const AGAIN_MS = 50

const folderOf = (dataDir: string): string => join(dataDir, 'copies')

/** The desk's side: gives copies until it is ended, and takes away those whose asker is gone. `copyTo` makes the directory it is given. */
export function giveCopies(dataDir: string, copyTo: (dir: string) => Promise<void>): () => Promise<void> {
  const folder = folderOf(dataDir)
  let busy: Promise<void> | null = null
  const look = async () => {
    const names = await readdir(folder).catch(() => [])
    for (const name of names) {
      const pid = Number(/^\d+/.exec(name)?.[0] ?? 0)
      if (pid === 0 || processStart(pid) === null) await rm(join(folder, name), { recursive: true, force: true })
      else if (name.endsWith('.wanted')) await give(join(folder, String(pid)), copyTo)
    }
  }
  const timer = setInterval(() => {
    busy ??= look()
      .catch(() => undefined)
      .finally(() => {
        busy = null
      })
  }, LOOK_MS)
  return async () => {
    clearInterval(timer)
    await busy
  }
}

async function give(place: string, copyTo: (dir: string) => Promise<void>): Promise<void> {
  const part = `${place}.part`
  try {
    await rm(part, { recursive: true, force: true })
    await rename(`${place}.wanted`, part)
    await rm(part)
    await copyTo(part)
    await rename(part, place)
  } catch (error) {
    await rm(part, { recursive: true, force: true })
    const { code } = error as NodeJS.ErrnoException
    await writeFile(`${place}.failed`, code ?? 'unknown', { mode: 0o600 })
  }
}

export interface RunningCopy {
  readonly dir: string
  drop(): Promise<void>
}

/** The asker's side: null when nobody answers within `answerMs`; rejects when the copy could not be made. */
export async function askForCopy(dataDir: string, answerMs: number): Promise<RunningCopy | null> {
  const place = join(folderOf(dataDir), String(process.pid))
  const drop = async () => {
    for (const end of ['', '.wanted', '.failed']) await rm(`${place}${end}`, { recursive: true, force: true })
  }
  await drop()
  await mkdir(folderOf(dataDir), { recursive: true, mode: 0o700 })
  await chmod(folderOf(dataDir), 0o700)
  await writeFile(`${place}.wanted`, '', { mode: 0o600 })
  for (let end = performance.now() + answerMs; ; await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))) {
    if (existsSync(place)) return { dir: place, drop }
    const why = await readFile(`${place}.failed`, 'utf8').catch(() => null)
    if (why !== null) {
      await drop()
      throw new DeskError('DATA_DIR_UNUSABLE', { dir: place, why })
    }
    // Noticed: however long the copy takes, it is waited for while the desk lives and makes it.
    if (existsSync(`${place}.part`)) end = performance.now() + answerMs
    else if (performance.now() > end) {
      await drop()
      return null
    }
  }
}

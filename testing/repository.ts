/** The repository as files: what the tests about the code itself look at. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

const NOT_OURS = new Set(['node_modules', 'dist', 'data'])

/** Every file below a folder, as paths from the root with `/`; nothing installed, built or hidden. */
export function filesUnder(folder: string, ending = /./): string[] {
  if (!existsSync(join(ROOT, folder))) return []
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && !NOT_OURS.has(entry.name))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) return filesUnder(path, ending)
      return ending.test(path) ? [path] : []
    })
}

export function foldersIn(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return []
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !NOT_OURS.has(entry.name))
    .map((entry) => entry.name)
}

export function isThere(path: string): boolean {
  return existsSync(join(ROOT, path))
}

export function read(path: string): string {
  if (!isThere(path)) throw new Error(`${path} is missing`)
  return readFileSync(join(ROOT, path), 'utf8')
}

/** Where a program is, as a shell would find it: what has a slash is a place, anything else is looked for in `path` (PATH). Null: nowhere. */
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join, resolve } from 'node:path'

export async function findProgram(name: string, path: string): Promise<string | null> {
  // What a relative entry of PATH finds depends on where we stand; a program we run must not.
  const places = name.includes('/') ? [resolve(name)] : path.split(delimiter).flatMap((dir) => (isAbsolute(dir) ? [join(dir, name)] : []))
  for (const place of places) if (await canRun(place)) return place
  return null
}

async function canRun(place: string): Promise<boolean> {
  try {
    await access(place, constants.X_OK)
    return (await stat(place)).isFile()
  } catch {
    return false
  }
}

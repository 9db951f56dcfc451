/** For scenarios about promises: a first answer is promised within a minute, the least there is. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Home } from './backend.ts'

export const SOON_MS = 60_000

/** The path of such a configuration. */
export async function promiseSoon(home: Home): Promise<string> {
  const file = join(home.dir, 'desk-in-a-hurry.yaml')
  const shipped = await readFile(home.env['DESK_CONFIG'] ?? '', 'utf8')
  await writeFile(file, shipped.replaceAll(/first-response: \d+/g, `first-response: ${SOON_MS / 60_000}`))
  return file
}

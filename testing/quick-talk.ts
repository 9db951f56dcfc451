/**
 * The shipped configuration for those who talk as programs do. Tests, benchmarks and replayed dialogues say in seconds
 * what people say in an hour; the limit that keeps the desk from answering another machine for ever
 * (`turn.answersPerMinute`) would silence it there, as it is meant to. Who measures or tests the limit ships without this.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const AS_OFTEN_AS_NEEDED = 100_000
const SHIPPED = new URL('../config/desk.yaml', import.meta.url)

/** The desk answers as often as it is spoken to. */
export function withoutLimit(yaml: string): string {
  return yaml.replace(/answersPerMinute: \d+/, `answersPerMinute: ${AS_OFTEN_AS_NEEDED}`)
}

/** The same, and a burst ends soon; at once, unless told otherwise. */
export function withQuickTalk(yaml: string, quietMs = 0, longestMs = 0): string {
  return withoutLimit(yaml)
    .replace(/quietMs: \d+/, `quietMs: ${quietMs}`)
    .replace(/longestMs: \d+/, `longestMs: ${longestMs}`)
}

/** The shipped configuration without the limit, as a file of that folder: for `DESK_CONFIG`. */
export async function unlimitedIn(dir: string): Promise<string> {
  const file = join(dir, 'desk.yaml')
  await writeFile(file, withoutLimit(await readFile(SHIPPED, 'utf8')))
  return file
}

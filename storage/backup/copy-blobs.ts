/** Copies files people sent, each checked against its name, which is its hash. They never change, so a desk may work on meanwhile. */
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const HASH = /^[0-9a-f]{64}$/

export interface CopiedBlobs {
  readonly files: number
  readonly bytes: number
  /** Hashes whose file was something else; it was not copied. */
  readonly damaged: readonly string[]
}

/** Hashes of the files in a directory made by directory-blobs.ts, in order; none where there is no directory. */
export async function blobsIn(dir: string): Promise<readonly string[]> {
  const folders = await readdir(dir).catch(() => [])
  const names = await Promise.all(folders.filter((f) => /^[0-9a-f]{2}$/.test(f)).map((f) => readdir(join(dir, f))))
  return names
    .flat()
    .filter((name) => HASH.test(name))
    .sort()
}

/** What stands in `to` already is checked too, and replaced if it is damaged. */
export async function copyBlobs(from: string, to: string, hashes: readonly string[]): Promise<CopiedBlobs> {
  let [files, bytes] = [0, 0]
  const damaged: string[] = []
  for (const hash of hashes) {
    const [source, target] = [pathOf(from, hash), pathOf(to, hash)]
    await mkdir(join(to, hash.slice(0, 2)), { recursive: true, mode: 0o700 })
    const there = await hashOf(target)
    const size = there === hash ? (await stat(target)).size : await copyOne(source, target, hash)
    if (size === null) damaged.push(hash)
    else {
      files++
      bytes += size
    }
  }
  return { files, bytes, damaged }
}

function pathOf(dir: string, hash: string): string {
  return join(dir, hash.slice(0, 2), hash)
}

async function hashOf(path: string): Promise<string | null> {
  if (!(await stat(path).catch(() => null))) return null
  const sum = createHash('sha256')
  for await (const chunk of createReadStream(path)) sum.update(chunk as Buffer)
  return sum.digest('hex')
}

/** Hashes what it writes, so that what was counted is what was copied; null: not what the name says. */
async function copyOne(source: string, target: string, hash: string): Promise<number | null> {
  const draft = `${target}.${randomUUID()}`
  const sum = createHash('sha256')
  let size = 0
  const file = await open(draft, 'wx', 0o600)
  try {
    for await (const chunk of createReadStream(source) as AsyncIterable<Buffer>) {
      sum.update(chunk)
      size += chunk.byteLength
      await file.writeFile(chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  if (sum.digest('hex') !== hash) {
    await rm(draft, { force: true })
    return null
  }
  await rename(draft, target)
  return size
}

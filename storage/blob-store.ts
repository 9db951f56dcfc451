/** Blobs as files: `<dir>/<first two digits>/<hash>`, each written aside, flushed to disk and moved there whole. */
import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DeskError } from '../bot/errors.ts'
import type { Blobs } from '../kit/ports/blobs.ts'

const HASH = /^[0-9a-f]{64}$/
const CHUNK = 64 * 1024
/** What was being written when a process was killed is rubbish after this. */
const ABANDONED_MS = 3600_000

/** Makes the directory with the first blob. Processes may share it. */
export function createBlobs(dir: string): Blobs {
  const aside = join(dir, 'new')
  let ready: Promise<void> | null = null
  const prepare = async () => {
    await mkdir(aside, { recursive: true })
    await sweep(aside)
  }
  const pathOf = (hash: string) => join(dir, hash.slice(0, 2), hash)

  return {
    put: async (bytes, max) => {
      ready ??= prepare().catch((error) => {
        ready = null
        throw error
      })
      await ready
      const draft = join(aside, randomUUID())
      try {
        const written = await writeAside(draft, bytes, max)
        const path = pathOf(written.hash)
        await mkdir(join(dir, written.hash.slice(0, 2)), { recursive: true })
        await rename(draft, path)
        await flushDir(join(dir, written.hash.slice(0, 2)))
        return written
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
    },
    get: async (hash) => {
      if (!HASH.test(hash)) return null
      const path = pathOf(hash)
      const found = await stat(path).catch(() => null)
      return found?.isFile() ? { stream: reading(path), size: found.size } : null
    },
  }
}

async function writeAside(
  path: string,
  bytes: ReadableStream<Uint8Array> | Uint8Array,
  max: number,
): Promise<{ hash: string; size: number }> {
  const sum = createHash('sha256')
  let size = 0
  const file = await open(path, 'wx', 0o600)
  try {
    // Leaving the loop by an error cancels the stream: nobody goes on sending what nobody takes.
    for await (const chunk of bytes instanceof Uint8Array ? [bytes] : bytes) {
      size += chunk.byteLength
      if (size > max) throw new DeskError('INPUT_TOO_LARGE', { max })
      sum.update(chunk)
      await writeAll(file, chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { hash: sum.digest('hex'), size }
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.byteLength; ) at += (await file.write(chunk, at)).bytesWritten
}

/** Opened when the first bytes are asked for, so that a stream nobody reads holds nothing. */
function reading(path: string): ReadableStream<Uint8Array> {
  let file: FileHandle | null = null
  return new ReadableStream<Uint8Array>(
    {
      async pull(out) {
        file ??= await open(path)
        const { bytesRead, buffer } = await file.read(new Uint8Array(CHUNK), 0, CHUNK).catch(async (error) => {
          await file?.close()
          throw error
        })
        if (bytesRead > 0) return out.enqueue(buffer.subarray(0, bytesRead))
        await file.close()
        out.close()
      },
      cancel: () => file?.close(),
    },
    { highWaterMark: 0 },
  )
}

/** The new name must be on disk before the blob is spoken of. Some file systems cannot flush a directory. */
async function flushDir(path: string): Promise<void> {
  const handle = await open(path).catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

async function sweep(aside: string): Promise<void> {
  for (const name of await readdir(aside)) {
    const found = await stat(join(aside, name)).catch(() => null)
    if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(join(aside, name), { force: true })
  }
}

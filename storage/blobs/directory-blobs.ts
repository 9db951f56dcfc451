/** Blobs as files: `<dir>/<first two digits>/<hash>`, each written aside, flushed to disk and moved there whole. */
import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Blobs } from '../../kit/ports/blobs.ts'
import { HASH, preparedOnce, writeAside } from './write-aside.ts'

const CHUNK = 64 * 1024

/** Makes the directory with the first blob. Processes may share it. */
export function createBlobs(dir: string): Blobs {
  const aside = join(dir, 'new')
  const prepare = preparedOnce(aside)
  const pathOf = (hash: string) => join(dir, hash.slice(0, 2), hash)

  return {
    put: async (bytes, max) => {
      await prepare()
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
    remove: async (hash) => {
      if (HASH.test(hash)) await rm(pathOf(hash), { force: true })
    },
  }
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

/** Takes a stream into a file of its own while it is measured and hashed: only then is it known what it is called. */
import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DeskError } from '../../bot/errors.ts'

/** What was being written when a process was killed is rubbish after this: far longer than clocks of machines that share a directory are apart. */
const ABANDONED_MS = 24 * 3600_000

/** The name of a blob, and nothing that could be anything else. */
export const HASH = /^[0-9a-f]{64}$/

/** Writes all of a stream, flushed; rejects with INPUT_TOO_LARGE at the first byte beyond `max`, and cancels the stream. */
export async function writeAside(
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

/** Makes the directory once, and sweeps out of it what killed processes left; after a failure it is tried again. */
export function preparedOnce(dir: string): () => Promise<void> {
  let ready: Promise<void> | null = null
  return () => {
    ready ??= prepare(dir).catch((error) => {
      ready = null
      throw error
    })
    return ready
  }
}

async function prepare(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true })
  for (const name of await readdir(dir)) {
    const found = await stat(join(dir, name)).catch(() => null)
    if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(join(dir, name), { force: true })
  }
}

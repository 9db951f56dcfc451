import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Blobs } from '../../kit/ports/blobs.ts'

export interface BlobsRig {
  readonly blobs: Blobs
  /** How many things are kept, half-written ones included. */
  kept(): Promise<number>
}

const MAX = 1000

function streaming(parts: readonly Uint8Array[], onCancel = () => {}): ReadableStream<Uint8Array> {
  const left = [...parts]
  return new ReadableStream(
    {
      pull(out) {
        const part = left.shift()
        if (part) out.enqueue(part)
        else out.close()
      },
      cancel: onCancel,
    },
    { highWaterMark: 0 },
  )
}

async function bytesOf(stream: ReadableStream<Uint8Array> | undefined): Promise<Uint8Array> {
  return new Uint8Array(await new Response((stream ?? null) as BodyInit | null).arrayBuffer())
}

/** The suite every blob store passes. */
export function blobsContract(name: string, start: () => Promise<BlobsRig>): void {
  describe(`blobs contract: ${name}`, () => {
    const some = (size: number, value = 7) => new Uint8Array(size).fill(value)

    it('gives back the bytes it was given, in one piece or streamed', async () => {
      const { blobs } = await start()
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
      const put = await blobs.put(bytes, MAX)
      expect(put).toEqual({ hash: createHash('sha256').update(bytes).digest('hex'), size: 256 })
      expect(await blobs.put(streaming([bytes.subarray(0, 100), bytes.subarray(100)]), MAX)).toEqual(put)
      const got = await blobs.get(put.hash)
      expect(got?.size).toBe(256)
      expect(await bytesOf(got?.stream)).toEqual(bytes)
    })

    it('keeps the same bytes once, also when they come at the same time', async () => {
      const { blobs, kept } = await start()
      const puts = await Promise.all([1, 2, 3, 4].map(() => blobs.put(streaming([some(50), some(50)]), MAX)))
      expect(new Set(puts.map(({ hash }) => hash)).size).toBe(1)
      expect(await kept()).toBe(1)
    })

    it('keeps nothing of what is too large, and stops taking it', async () => {
      const { blobs, kept } = await start()
      let cancelled = false
      const endless = streaming(
        Array.from({ length: 100 }, () => some(100)),
        () => {
          cancelled = true
        },
      )
      await expect(blobs.put(endless, MAX)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE', facts: { max: MAX } })
      expect(cancelled).toBe(true)
      await expect(blobs.put(some(MAX + 1), MAX)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' })
      expect(await kept()).toBe(0)
      expect((await blobs.put(some(MAX), MAX)).size).toBe(MAX)
    })

    it('keeps nothing of a stream that breaks', async () => {
      const { blobs, kept } = await start()
      const broken = new ReadableStream<Uint8Array>({
        start: (out) => out.enqueue(some(10)),
        pull: (out) => out.error(new Error('the line was cut')),
      })
      await expect(blobs.put(broken, MAX)).rejects.toThrow('the line was cut')
      expect(await kept()).toBe(0)
    })

    it('keeps nothing at all as well as anything', async () => {
      const { blobs } = await start()
      const { hash, size } = await blobs.put(new Uint8Array(), MAX)
      expect(size).toBe(0)
      expect(await bytesOf((await blobs.get(hash))?.stream)).toEqual(new Uint8Array())
    })

    it('finds only what it has, whatever it is asked for', async () => {
      const { blobs } = await start()
      const { hash } = await blobs.put(some(10), MAX)
      const hostile = [
        '',
        '.',
        '..',
        '../../etc/passwd',
        '/etc/passwd',
        `../${hash.slice(0, 2)}/${hash}`,
        hash.toUpperCase(),
        `${hash}\0`,
        `${hash}\n`,
        hash.slice(1),
        '0'.repeat(64),
        '%2e%2e',
        'new',
      ]
      for (const asked of hostile) expect(await blobs.get(asked), asked).toBeNull()
      expect(await blobs.get(hash)).not.toBeNull()
    })

    it('takes away what it is told to, and nothing else, however it is asked', async () => {
      const { blobs, kept } = await start()
      const [gone, stays] = await Promise.all([blobs.put(some(10, 1), MAX), blobs.put(some(10, 2), MAX)])
      await blobs.remove(gone.hash)
      expect(await blobs.get(gone.hash)).toBeNull()
      for (const asked of [gone.hash, '0'.repeat(64), '', '..', `../${stays.hash}`, stays.hash.slice(0, 2)]) await blobs.remove(asked)
      expect(await kept()).toBe(1)
      expect(await bytesOf((await blobs.get(stays.hash))?.stream)).toEqual(some(10, 2))
      expect(await blobs.put(some(10, 1), MAX)).toEqual(gone)
      expect(await bytesOf((await blobs.get(gone.hash))?.stream)).toEqual(some(10, 1))
    })

    it('lets a reader leave in the middle', async () => {
      const { blobs } = await start()
      const { hash } = await blobs.put(some(MAX), MAX)
      const unread = await blobs.get(hash)
      await unread?.stream.cancel()
      const reader = (await blobs.get(hash))?.stream.getReader()
      await reader?.read()
      await reader?.cancel()
      expect((await bytesOf((await blobs.get(hash))?.stream)).byteLength).toBe(MAX)
    })
  })
}

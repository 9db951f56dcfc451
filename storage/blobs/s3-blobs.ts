/**
 * Blobs in an S3-compatible store: `<prefix>/<first two digits>/<hash>`. A stream is measured and hashed in a file
 * aside first, since its key is its hash; the store is then told that hash and refuses bytes that do not have it.
 */
import { randomUUID } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AwsClient } from 'aws4fetch'
import { DeskError } from '../../bot/errors.ts'
import type { Blobs } from '../../kit/ports/blobs.ts'
import type { S3Place } from '../../kit/s3-place.ts'
import { HASH, preparedOnce, writeAside } from './write-aside.ts'

export interface S3BlobsOptions {
  readonly place: S3Place
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Directory for what is on its way into the store. */
  readonly aside: string
}

/** A store that needs longer for one request is as good as away; large files come over slow lines. */
const REQUEST_MS = 120_000
const RETRIES = 2

export function createS3Blobs({ place, accessKeyId, secretAccessKey, aside }: S3BlobsOptions): Blobs {
  const client = new AwsClient({ accessKeyId, secretAccessKey, service: 's3', region: place.region, retries: RETRIES })
  const prepare = preparedOnce(aside)
  const ask = async (method: string, hash: string, init: RequestInit = {}): Promise<Response> => {
    try {
      // A redirect would take the request, or the file, to another host than the one that was configured.
      const signal = AbortSignal.timeout(REQUEST_MS)
      return await client.fetch(place.urlOf(`${hash.slice(0, 2)}/${hash}`), { method, redirect: 'manual', signal, ...init })
    } catch (error) {
      throw new DeskError('UNAVAILABLE', { why: 'the file store does not answer' }, error)
    }
  }
  const refused = async (answer: Response, method: string): Promise<DeskError> => {
    const code = /<Code>(\w{1,60})<\/Code>/.exec(await answer.text().catch(() => ''))?.[1] ?? ''
    return new DeskError('UNAVAILABLE', { why: `the file store answered ${method} with ${answer.status} ${code}`.trim() })
  }
  const has = async (hash: string): Promise<boolean> => {
    const answer = await ask('HEAD', hash)
    if (answer.ok) return true
    if (answer.status === 404) return false
    throw await refused(answer, 'HEAD')
  }

  return {
    put: async (bytes, max) => {
      await prepare()
      const draft = join(aside, randomUUID())
      try {
        const written = await writeAside(draft, bytes, max)
        if (await has(written.hash)) return written
        const body = await openAsBlob(draft)
        const answer = await ask('PUT', written.hash, { body, headers: { 'x-amz-content-sha256': written.hash } })
        if (!answer.ok) throw await refused(answer, 'PUT')
        await answer.body?.cancel()
        return written
      } finally {
        await rm(draft, { force: true })
      }
    },
    get: async (hash) => {
      if (!HASH.test(hash)) return null
      const answer = await ask('GET', hash)
      if (answer.status === 404) return null
      if (!answer.ok) throw await refused(answer, 'GET')
      const size = Number(answer.headers.get('content-length'))
      return { stream: answer.body ?? new Blob([]).stream(), size }
    },
    remove: async (hash) => {
      if (!HASH.test(hash)) return
      const answer = await ask('DELETE', hash)
      if (!answer.ok && answer.status !== 404) throw await refused(answer, 'DELETE')
      await answer.body?.cancel()
    },
  }
}

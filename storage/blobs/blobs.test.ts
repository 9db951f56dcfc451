import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { readS3Place } from '../../kit/s3-place.ts'
import { blobsContract } from '../../testing/contracts/blobs.contract.ts'
import { openS3Double, type S3Double } from '../../testing/doubles/s3/s3-double.ts'
import { createMemoryBlobs } from '../../testing/fakes/memory-blobs.ts'
import { createBlobs } from './directory-blobs.ts'
import { createS3Blobs } from './s3-blobs.ts'

const dirs: string[] = []
const newDir = async () => {
  const dir = await mkdtemp(join(tmpdir(), 'blobs-'))
  dirs.push(dir)
  return join(dir, 'blobs')
}
const stores: S3Double[] = []
const openStore = async (keys: { keyId?: string; secret?: string; region?: string } = {}) => {
  const store = await openS3Double()
  stores.push(store)
  const aside = join(await newDir(), 'new')
  const { url, bucket, keyId, secret, region } = { ...store, ...keys }
  const place = readS3Place(`s3://${bucket}/some/where?endpoint=${url}&region=${region}`)
  return { store, aside, blobs: createS3Blobs({ place, accessKeyId: keyId, secretAccessKey: secret, aside }) }
}
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
  for (const dir of dirs.splice(0)) await rm(dir, { recursive: true })
})

async function filesIn(dir: string): Promise<string[]> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => [])
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

blobsContract('directory', async () => {
  const dir = await newDir()
  return { blobs: createBlobs(dir), kept: async () => (await filesIn(dir)).length }
})
blobsContract('S3', async () => {
  const { store, blobs, aside } = await openStore()
  return { blobs, kept: async () => store.objects.size + (await filesIn(aside)).length }
})
blobsContract('in memory', async () => {
  const blobs = createMemoryBlobs()
  return { blobs, kept: async () => blobs.count() }
})

describe('blobs in a directory', () => {
  it('spread over folders by the first two digits, and only their owner may read them', async () => {
    const dir = await newDir()
    const { hash } = await createBlobs(dir).put(new TextEncoder().encode('hello'), 10)
    const [file = ''] = await filesIn(dir)
    expect(file).toBe(join(dir, hash.slice(0, 2), hash))
    expect((await stat(file)).mode & 0o077).toBe(0)
  })

  it('lose what a killed process left half written, but not what another is writing now', async () => {
    const dir = await newDir()
    await createBlobs(dir).put(new Uint8Array(1), 10)
    const [old, fresh] = [join(dir, 'new', 'old'), join(dir, 'new', 'fresh')]
    for (const draft of [old, fresh]) await writeFile(draft, 'x')
    await utimes(old, new Date(0), new Date(0))
    await createBlobs(dir).put(new Uint8Array(2), 10)
    expect((await readdir(join(dir, 'new'))).toSorted()).toEqual(['fresh'])
  })
})

describe('blobs in an S3-compatible store', () => {
  const hello = new TextEncoder().encode('hello')

  it('lie under the prefix by the first two digits of their hash, and are brought once', async () => {
    const { store, blobs } = await openStore()
    const { hash } = await blobs.put(hello, 10)
    await blobs.put(hello, 10)
    expect([...store.objects.keys()]).toEqual([`some/where/${hash.slice(0, 2)}/${hash}`])
    expect(store.requests.map(({ method, status }) => `${method} ${status}`)).toEqual(['HEAD 404', 'PUT 200', 'HEAD 200'])
  })

  it.each([
    ['a wrong secret', { secret: 'guessed' }, '403 SignatureDoesNotMatch'],
    ['a wrong key id', { keyId: 'NOBODY' }, '403 InvalidAccessKeyId'],
    ['a wrong region', { region: 'us-east-1' }, '403 AuthorizationHeaderMalformed'],
  ])('are not to be had with %s, and the refusal names no key', async (_, keys, said) => {
    const { store, blobs } = await openStore(keys)
    const refusal = await blobs.get('0'.repeat(64)).catch((error: Error) => error)
    expect(refusal).toMatchObject({ code: 'UNAVAILABLE', facts: { why: `the file store answered GET with ${said}` } })
    await expect(blobs.put(hello, 10)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(JSON.stringify(refusal)).not.toContain(store.secret)
    expect(store.objects.size).toBe(0)
  })

  it('are tried again when the store is busy for a moment, and never follow it elsewhere', async () => {
    const { store, blobs, aside } = await openStore()
    store.fail(503, 500)
    const { hash } = await blobs.put(hello, 10)
    store.fail(307)
    await expect(blobs.get(hash)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(await filesIn(aside)).toEqual([])
  })

  it('leave nothing aside when the store is away', async () => {
    const { store, blobs, aside } = await openStore()
    await store.close()
    await expect(blobs.put(hello, 10)).rejects.toMatchObject({ code: 'UNAVAILABLE', retry: true })
    expect(await filesIn(aside)).toEqual([])
  })
})

describe('BLOB_URL', () => {
  it.each([
    ['s3://desk', 'https://desk.s3.us-east-1.amazonaws.com/k'],
    ['s3://desk/a/b?region=eu-west-1', 'https://desk.s3.eu-west-1.amazonaws.com/a/b/k'],
    ['s3://desk?endpoint=http://127.0.0.1:9000', 'http://127.0.0.1:9000/desk/k'],
    ['s3://desk?endpoint=https://oss-cn-hangzhou.aliyuncs.com&style=virtual', 'https://desk.oss-cn-hangzhou.aliyuncs.com/k'],
  ])('%s is read', (url, address) => {
    expect(readS3Place(url).urlOf('k')).toBe(address)
  })

  it.each([
    'https://desk',
    's3://',
    's3://key:secret@desk',
    's3://desk?endpoint=file:///etc',
    's3://desk?style=x',
    's3://desk?region=a/b',
    'desk',
  ])('%s is refused', (url) => {
    expect(() => readS3Place(url)).toThrow()
  })
})

import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { blobsContract } from '../testing/contracts/blobs.contract.ts'
import { createMemoryBlobs } from '../testing/fakes/memory-blobs.ts'
import { createBlobs } from './blob-store.ts'

const dirs: string[] = []
const newDir = async () => {
  const dir = await mkdtemp(join(tmpdir(), 'blobs-'))
  dirs.push(dir)
  return join(dir, 'blobs')
}
afterEach(async () => {
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

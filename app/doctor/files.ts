import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Finding } from '../../bot/ports/check.ts'
import type { Settings } from '../../kit/settings.ts'
import { openBlobs } from '../open-blobs.ts'

const PROBE = 64

/** Puts a file there, reads it and takes it away again. */
export async function checkFiles(settings: Settings): Promise<Finding> {
  const where = settings.blobUrl === null ? join(settings.dataDir, 'blobs') : (settings.blobUrl.split('?')[0] ?? '')
  try {
    const blobs = await openBlobs(settings)
    const bytes = new Uint8Array(randomBytes(PROBE))
    const { hash } = await blobs.put(bytes, PROBE)
    const got = await blobs.get(hash)
    const same = got !== null && Buffer.from(await new Response(got.stream).arrayBuffer()).equals(bytes)
    await blobs.remove(hash)
    if (!same) return { area: 'files', code: 'files-wrong', facts: { where, why: 'what came back is something else' } }
    return { area: 'files', code: 'files-ok', facts: { where } }
  } catch (error) {
    const { code, facts } = error as { code?: string; facts?: { why?: string; problems?: string } }
    return { area: 'files', code: 'files-wrong', facts: { where, why: facts?.why ?? facts?.problems ?? code ?? 'unknown' } }
  }
}

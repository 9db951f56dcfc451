/** Around a whole test run: names the folder for what is made once per run (see made-once.ts), and takes it away at the end. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Makes nothing but an empty folder: only a test that asks for a desk pays for its template. What one file compiled, the others take from there. */
export async function setup(): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'relaydesk-tests-'))
  process.env['RELAYDESK_TESTS'] = dir
  process.env['NODE_COMPILE_CACHE'] ??= join(dir, 'compiled')
  // A process that ends may still be writing what it compiled.
  return () => rm(dir, { recursive: true, force: true, maxRetries: 10 })
}

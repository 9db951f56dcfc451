/** Around a whole test run: names the folder where a desk's template may be made, and takes it away at the end. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Makes nothing but an empty folder: only a test that asks for a desk pays for the template. */
export async function setup(): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'relaydesk-tests-'))
  process.env['RELAYDESK_TESTS'] = dir
  return () => rm(dir, { recursive: true, force: true })
}

/** What is dear to make and made once per test run, by the first file that asks; every other takes it from the run's folder. */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const LATEST_MS = 120_000

/** The folder of this run; a process outside of one has its own. */
export async function runFolder(): Promise<string> {
  process.env['RELAYDESK_TESTS'] ??= await mkdtemp(join(tmpdir(), 'relaydesk-tests-'))
  return process.env['RELAYDESK_TESTS']
}

/** Answers a folder of that name with what `make` put there: makes it, or waits for the process that does. Making the folder is the lock. */
export async function madeOnce(name: string, make: (dir: string) => Promise<void>): Promise<string> {
  const dir = join(await runFolder(), name)
  const [ready, failed] = [`${dir}-ready`, `${dir}-failed`]
  const mine = await mkdir(dir).then(
    () => true,
    () => false,
  )
  if (mine) {
    try {
      await make(dir)
      await writeFile(ready, '')
    } catch (error) {
      await writeFile(failed, String(error))
      throw error
    }
  }
  for (const end = Date.now() + LATEST_MS; !existsSync(ready); await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (existsSync(failed)) throw new Error(`the ${name} was not made: ${await readFile(failed, 'utf8')}`)
    if (Date.now() > end) throw new Error(`the ${name} takes too long`)
  }
  return dir
}

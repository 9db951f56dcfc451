import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { judge, type Scenario } from '../scenario.ts'
import { spawnDesk } from '../spawn-desk.ts'

const END_MS = 20_000

/** How the thread of the embedded database may end without a word, and when. */
const DEATHS = { 'at the start': 'process.exit(7)', 'while it works': 'setTimeout(() => process.exit(7), 4_000)' } as const

/** A desk without its rows has nothing to say: when the database's thread dies the process ends, with words, and not as if all were well. */
export const scenario: Scenario = {
  rows: [25],
  title: 'the thread of the embedded database dies',
  backends: ['pglite'],
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, customers, settle } = await stage.set()
    await fleet.start(0)
    await customers.say(customers.fresh())
    await fleet.stop()
    const problems: string[] = []
    for (const [when, death] of Object.entries(DEATHS)) {
      const script = join(home.dir, 'dying-thread.mjs')
      await writeFile(
        script,
        `import { isMainThread, workerData } from 'node:worker_threads'\nif (!isMainThread && typeof workerData === 'string') ${death}\n`,
      )
      const desk = spawnDesk(home.dir, { ...home.env, NODE_OPTIONS: `--import ${script}` })
      const end = await Promise.race([desk.exited, new Promise<null>((resolve) => setTimeout(() => resolve(null), END_MS))])
      if (end === null) {
        desk.child.kill('SIGKILL')
        problems.push(`${when}: the process lived on`)
      } else if (end.code !== 1 || !/database thread ended|DATA_DIR_UNUSABLE/.test(end.said))
        problems.push(`${when}: code ${end.code}, said: ${end.said.slice(-400)}`)
    }
    // A directory that is no database is named, too, and nothing in it is deleted.
    await fleet.start(0)
    return judge(await settle(), {}, [[problems.length === 0, problems.join('\n')]])
  },
}

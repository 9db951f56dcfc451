import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { judgeChecks, type Scenario } from '../scenario.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const ARM = fileURLToPath(new URL('../arm.ts', import.meta.url))

/** `npm run migrate` killed before each of its commits in turn, on one database: it goes on where it was, and ends. */
export const scenario: Scenario = {
  rows: [22],
  title: 'kill -9 before each commit of a migration',
  backends: ['pglite'],
  lanes: ['N'],
  run: async (stage) => {
    const home = await stage.home()
    const dir = await mkdtemp(join(tmpdir(), 'relaydesk-migrate-'))
    const env = { ...process.env, ...home.env, DATA_DIR: dir }
    const migrate = (failpoint?: string) =>
      new Promise<{ readonly killed: boolean; readonly said: string }>((resolve) => {
        const armed = failpoint ? { FAILPOINT: failpoint, NODE_OPTIONS: `--import ${ARM}` } : {}
        execFile(process.execPath, ['app/migrate.ts'], { cwd: ROOT, env: { ...env, ...armed } }, (error, stdout, stderr) =>
          resolve({ killed: error?.signal === 'SIGKILL', said: stdout || stderr }),
        )
      })
    let kills = 0
    for (let at = 1; at <= 12; at++) {
      const { killed } = await migrate(`before_commit@${at}`)
      if (!killed) break
      kills++
      stage.progress(`kill ${kills}`)
    }
    const last = await migrate()
    const again = await migrate()
    await rm(dir, { recursive: true, force: true })
    return judgeChecks(
      { migrationKills: kills },
      [
        [kills > 0, 'it was never killed'],
        [last.said.includes('"applied"'), `it did not end: ${last.said.slice(0, 300)}`],
        [again.said.includes('"applied":[]'), `a further run found more to do: ${again.said.slice(0, 300)}`],
      ],
      kills,
    )
  },
}

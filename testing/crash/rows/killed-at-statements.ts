import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { openPostgres } from '../../../storage/database.ts'
import { checkSchema } from '../../../storage/migrate.ts'
import { judgeChecks, type Scenario } from '../scenario.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const KILLER = fileURLToPath(new URL('../kill-at-query.ts', import.meta.url))
/** More statements than all migrations have. */
const MOST = 2_000

/**
 * `npm run migrate` killed before a statement, run again and killed before a later one, on one database: what had
 * begun is taken back, what was done stays, and in the end the schema is whole.
 */
export const scenario: Scenario = {
  rows: [22],
  title: 'kill -9 between the statements of a migration',
  backends: ['postgres'],
  lanes: ['P', 'N'],
  run: async (stage) => {
    const home = await stage.home()
    const { services } = home
    if (!services) throw new Error('needs services')
    const database = `crash_migrate_${randomBytes(6).toString('hex')}`
    await services.sql(`create database ${database}`)
    const url = new URL(home.env['DATABASE_URL'] ?? '')
    url.pathname = `/${database}`
    const env = { ...process.env, ...home.env, DATABASE_URL: url.href, DATA_DIR: home.dir }
    const migrate = (at?: number) =>
      new Promise<{ readonly killed: boolean; readonly said: string }>((resolve) => {
        const armed = at === undefined ? {} : { KILL_AT_QUERY: String(at), NODE_OPTIONS: `--import ${KILLER}` }
        execFile(process.execPath, ['app/migrate.ts'], { cwd: ROOT, env: { ...env, ...armed } }, (error, stdout, stderr) =>
          resolve({ killed: error?.signal === 'SIGKILL', said: stdout || stderr }),
        )
      })
    const most = stage.rounds(6, 60)
    let [kills, at] = [0, 1]
    // Between two kills it comes further by fewer statements than a migration has: each is interrupted in its midst.
    while (kills < most && at < MOST && (await migrate(at)).killed) {
      kills++
      at += stage.lane === 'P' ? 19 : 3
      stage.progress(`kill ${kills}`)
    }
    const last = await migrate()
    const again = await migrate()
    const db = openPostgres(url.href, 1)
    const whole = await checkSchema(db).then(
      () => true,
      () => false,
    )
    await db.close()
    await services.sql(`drop database ${database} with (force)`)
    return judgeChecks(
      { migrationKills: kills, statements: at },
      [
        [kills > 0, 'it was never killed'],
        [last.said.includes('"applied"'), `it did not end: ${last.said.slice(0, 300)}`],
        [again.said.includes('"applied":[]'), `a further run found more to do: ${again.said.slice(0, 300)}`],
        [whole, 'no process would start on what it made'],
      ],
      kills,
    )
  },
}

/** PostgreSQL and Redis of one run, started by the project's own script in a folder of their own, to be stopped, frozen and killed. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

export interface Services {
  readonly databaseUrl: string
  readonly redisUrl: string
  /** Starts whatever of the two does not run. */
  start(): Promise<void>
  /** As `pg_ctl stop -m immediate`: the server is gone at once and recovers from its log. */
  crashPostgres(): Promise<void>
  /** Each server process that serves a connection ends, as by an administrator. */
  terminateBackends(): Promise<void>
  redisPid(): Promise<number>
  /** One statement as the owner, on the database named (the cluster's own when null). */
  sql(statement: string, database?: string): Promise<string>
  close(): Promise<void>
}

export async function startServices(dir: string): Promise<Services> {
  const start = async () => {
    await run('bash', ['testing/services/start.sh', dir], { cwd: ROOT })
  }
  await start()
  const env = await readFile(join(dir, 'env'), 'utf8')
  const databaseUrl = readValue(env, 'DATABASE_URL')
  const asPostgres = (command: string) =>
    run('bash', ['-c', `. testing/services/common.sh; dir="$1"; ${command}`, 'bash', dir], { cwd: ROOT }).then(({ stdout }) =>
      stdout.trim(),
    )
  const sql = async (statement: string, database = 'postgres') => {
    const url = new URL(databaseUrl)
    url.pathname = `/${database}`
    const { stdout } = await run(
      'bash',
      ['-c', '. testing/services/common.sh; "$PG_BIN/psql" -qtA -v ON_ERROR_STOP=1 "$1" -c "$2"', 'bash', url.href, statement],
      {
        cwd: ROOT,
      },
    )
    return stdout.trim()
  }
  return {
    databaseUrl,
    redisUrl: readValue(env, 'REDIS_URL'),
    start,
    sql,
    crashPostgres: async () => void (await asPostgres('as_postgres "$PG_BIN/pg_ctl" -D "$dir/pg" -w -s -m immediate stop')),
    terminateBackends: async () =>
      void (await sql(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
      )),
    redisPid: async () => Number(await readFile(join(dir, 'redis/pid'), 'utf8')),
    close: async () => void (await run('bash', ['testing/services/stop.sh', dir], { cwd: ROOT })),
  }
}

function readValue(env: string, key: string): string {
  const value = new RegExp(`^export ${key}=(.+)$`, 'm').exec(env)?.[1]
  if (value === undefined) throw new Error(`the services' env has no ${key}`)
  return value
}

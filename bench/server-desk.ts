/** What every benchmark on PostgreSQL and Redis stands on: databases of its own, a stub of Slack, a desk, and all of it gone at the end. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type DeskProcess, startDesk } from '../testing/desk-process.ts'
import { createDatabase } from '../testing/services/fresh-database.ts'
import { SIGNING_SECRET } from './slack-load.ts'
import { stubSlack } from './stub-slack.ts'

export interface Services {
  readonly databaseUrl: string
  readonly redisUrl: string
}

export interface ServerDesk {
  /** Reads the desk's database beside it. */
  readonly watch: pg.Pool
  readonly slack: Awaited<ReturnType<typeof stubSlack>>
  /** An empty database for the peer. */
  readonly bareUrl: string
  readonly redisUrl: string
  /** A process of the desk; all of them share database, Redis and data folder. */
  start(role?: string): Promise<DeskProcess>
}

const SECRETS = { API_TOKEN: 'bench-token-0123456789-0123456789', SESSION_SECRET: 'bench-secret-0123456789-0123456789' }

/** `configure` makes the benchmark's configuration of the shipped one. */
export async function onServer<T>(
  { databaseUrl, redisUrl }: Services,
  configure: (shipped: string) => string,
  measure: (server: ServerDesk) => Promise<T>,
): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'relaydesk-bench-'))
  const config = join(dir, 'desk.yaml')
  await writeFile(config, configure(await readFile(new URL('../config/desk.yaml', import.meta.url), 'utf8')))
  const [database, bare] = [await createDatabase(databaseUrl, 'empty'), await createDatabase(databaseUrl, 'empty')]
  const slack = await stubSlack()
  const watch = new pg.Pool({ connectionString: database.url, max: 2 })
  const env = {
    ...SECRETS,
    DESK_CONFIG: config,
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.url,
    SLACK_PACE_MS: '0',
  }
  const started: DeskProcess[] = []
  const start = async (role?: string) => {
    const desk = await startDesk(dir, env, role)
    started.push(desk)
    return desk
  }
  try {
    return await measure({ watch, slack, bareUrl: bare.url, redisUrl, start })
  } finally {
    for (const desk of started) await desk.stop().catch(() => undefined)
    await watch.end()
    await slack.close()
    await database.drop()
    await bare.drop()
    await rm(dir, { recursive: true, force: true })
  }
}

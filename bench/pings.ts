/**
 * How far behind their due times pings come to the managers' channel in Slack (the protocol double), first with nothing
 * else to do, then while Slack refuses everything for another channel that has a hundred messages waiting.
 */
import { parseArgs } from 'node:util'
import { openPostgres } from '../storage/database.ts'
import { migrate } from '../storage/migrate.ts'
import { behind, breakInTurn, holdBack, openTickets } from '../testing/desk/late-pings.ts'
import { slackDesk } from '../testing/desk/slack-desk.ts'
import { createDatabase } from '../testing/services/fresh-database.ts'
import { quantile, round } from './quantile.ts'

const MOST_MS = 1_000
const CHANNELS = ['after-sales', 'customers', 'managers']

/** `pings [n]`: n pings each time, on the embedded database, or on PostgreSQL where DATABASE_URL is set. */
export async function run(args: readonly string[]): Promise<unknown> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true })
  const n = Number(positionals[0] ?? 20)
  const { DATABASE_URL: server } = process.env
  const database = server ? await withSchema(server) : null
  const here = await slackDesk(database ? { databaseUrl: database.url } : {}, { channels: CHANNELS })
  try {
    const [calm, held] = [await openTickets(here, n, 'calm'), await openTickets(here, n, 'held')]
    const alone = await behind(here, await breakInTurn(here, calm, 1_000))
    const refused = await holdBack(here, 'after-sales')
    const beside = await behind(here, await breakInTurn(here, held, 1_000))
    return {
      backend: database ? 'postgres' : 'pglite',
      pings: n,
      alone: spread(alone),
      whileAnotherIsRefused: { ...spread(beside), refusals: refused(), most: MOST_MS, within: Math.max(...beside) <= MOST_MS },
    }
  } finally {
    await here.stop()
    await database?.drop()
  }
}

const spread = (ms: readonly number[]) => ({
  p50Ms: round(quantile(ms, 0.5)),
  p99Ms: round(quantile(ms, 0.99)),
  worstMs: round(Math.max(...ms)),
  /** In the order they were due: what comes late together has one cause. */
  eachMs: ms.map((one) => round(one, 0)),
})

async function withSchema(server: string) {
  const made = await createDatabase(server, 'empty')
  const db = openPostgres(made.url, 2)
  await migrate(db)
  await db.close()
  return made
}

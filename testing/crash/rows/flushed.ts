import { ApiClient } from '../../api-client.ts'
import type { Home } from '../backend.ts'
import { pause } from '../fleet.ts'
import { judge, type Scenario } from '../scenario.ts'

/** A session tells the server its numbers within a second, an idle one within ten. */
const TOLD_MS = 11_000

/** By the server's own count: what is acknowledged was flushed to its disk, each event by itself; of a server that is set not to the desk says so. */
export const scenario: Scenario = {
  rows: [42],
  title: 'each acknowledgement waits for the server’s disk; one that does not wait is told of',
  backends: ['postgres'],
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, customers, settle } = await stage.set()
    const events = stage.rounds(50, 500)
    /** One customer speaks after the other was heard, and nothing else is at work. */
    const taken = async () => {
      const desk = await fleet.start(0, { role: 'intake' })
      const before = await walSyncs(home)
      for (let i = 0; i < events; i++) await customers.say(customers.fresh())
      const syncs = (await walSyncs(home)) - before
      const { degraded } = await new ApiClient(desk).get<{ degraded: readonly string[] }>('/readyz')
      const told = [degraded.includes('durability'), desk.output().includes('synchronous_commit')]
      await desk.stop()
      stage.progress(`${syncs} flushes for ${events} events`)
      return { syncs, told }
    }
    const usual = await taken()
    await sql(home, 'alter database "%" set synchronous_commit = off')
    const weak = await taken()
    await sql(home, 'alter database "%" reset synchronous_commit')
    await fleet.start(0)
    return judge(await settle(), { flushes: usual.syncs, flushesWhenWeak: weak.syncs }, [
      [usual.syncs >= events, `${usual.syncs} flushes for ${events} acknowledged events`],
      [weak.syncs < events, `${weak.syncs} flushes for ${events} events that need none: the count says nothing`],
      [!usual.told.includes(true), 'the desk complains of a server that flushes'],
      [!weak.told.includes(false), 'the desk does not say, in its log and at /readyz, that its server need not flush'],
    ])
  },
}

/** One statement as the owner; `%` is the desk's database. */
async function sql(home: Home, statement: string): Promise<string> {
  const database = new URL(home.env['DATABASE_URL'] ?? '').pathname.slice(1)
  return (await home.services?.sql(statement.replace('%', database))) ?? ''
}

/** How often the server has flushed its log, once everybody has told. */
async function walSyncs(home: Home): Promise<number> {
  await pause(TOLD_MS)
  const version = Number(await sql(home, 'show server_version_num'))
  const counted = version < 180_000 ? 'select wal_sync from pg_stat_wal' : "select sum(fsyncs) from pg_stat_io where object = 'wal'"
  return Number(await sql(home, counted))
}

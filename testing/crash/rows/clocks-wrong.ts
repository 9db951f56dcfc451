import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { ApiClient } from '../../api-client.ts'
import type { BackendName, Home } from '../backend.ts'
import { type FleetRole, pause } from '../fleet.ts'
import { startAgents } from '../load/agents.ts'
import { startCustomers } from '../load/customers.ts'
import { hears, talk } from '../load/talkers.ts'
import { promiseSoon, SOON_MS } from '../promise-soon.ts'
import { BOTH, judge, type Scenario } from '../scenario.ts'

const SHIFT = fileURLToPath(new URL('../shift-clock.mjs', import.meta.url))
const HOUR = 3_600_000

interface Wrong {
  readonly role: FleetRole
  /** How wrong its clock is at first, milliseconds. */
  readonly by: number
  /** How wrong it is set to be, in turn, while there is load. */
  readonly jumps?: readonly number[]
}

/**
 * On PostgreSQL the database's clock is right and every process's is wrong in its own way. The clock of the embedded
 * database is that of its machine: it begins an hour fast, is set right and wrong again, and is set back once more while no process runs.
 */
const CLOCKS: Readonly<Record<BackendName, readonly Wrong[]>> = {
  pglite: [{ role: 'all', by: HOUR, jumps: [0, HOUR] }],
  postgres: [
    { role: 'intake', by: HOUR },
    { role: 'intake', by: 0 },
    { role: 'worker', by: 60_000 },
    { role: 'worker', by: -HOUR },
    { role: 'all', by: 0, jumps: [HOUR, -HOUR, 0] },
  ],
}
const JUMP_MS = 1_500
/** There is load for so long after the desk was killed and its clock was set back meanwhile. */
const AFTER_MS = 5_000
/** A configuration is followed by every process within so long. */
const FOLLOWED_MS = 6_000
/** What is said in the moment before the kill. */
const IN_HAND = 60
const APART_MS = 5_000
const BETWEEN_MS = 150

/** Processes whose clocks are wrong, each otherwise, and one whose clock is set under load: promises, order and who has what in hand go by the database's. */
export const scenario: Scenario = {
  rows: [36],
  title: 'clocks an hour and a minute off, and set under load',
  backends: BOTH,
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, ledger, home, customers, settle } = await stage.set()
    const config = await promiseSoon(home)
    const clocks = CLOCKS[stage.backend]
    const files = clocks.map((_, i) => join(home.dir, `clock-${i}`))
    const set = (i: number, by: number) => writeFile(files[i] ?? '', String(by))
    const start = (i: number) =>
      fleet.start(i, {
        role: clocks[i]?.role ?? 'all',
        env: { DESK_CONFIG: config, CLOCK: files[i] ?? '', NODE_OPTIONS: `--import ${SHIFT}` },
      })
    for (const [i, { by }] of clocks.entries()) {
      await set(i, by)
      await start(i)
    }
    const last = clocks.length - 1
    const desk = fleet.at(last)
    if (desk) await new ApiClient(desk).post('/v1/settings/reload', {})
    await pause(FOLLOWED_MS)

    const loads = [startCustomers(customers, 2, BETWEEN_MS), startAgents(fleet, ledger, 500)]
    const talkers = Array.from({ length: stage.rounds(4, 12) }, () => talk(customers, fleet, 6, BETWEEN_MS))
    const readers = Array.from({ length: stage.rounds(8, 24) }, () => hears(customers, fleet))
    const jumps = clocks[last]?.jumps ?? []
    const wanted = stage.rounds(6, 30)
    for (let jump = 0; jump < wanted; jump++) {
      await set(last, jumps[jump % jumps.length] ?? 0)
      await pause(JUMP_MS)
      stage.progress(`jump ${jump + 1}/${wanted}, ${ledger.acked} acknowledged`)
    }
    const misplaced = (await Promise.all(talkers)).flat()
    const heard = (await Promise.all(readers)).filter(Boolean).length
    if (stage.backend === 'pglite') {
      // With work in hand, and what it put off dated an hour ahead.
      await set(last, HOUR)
      await pause(JUMP_MS)
      await Promise.all(Array.from({ length: IN_HAND }, () => customers.say(customers.fresh())))
      await fleet.kill(last)
      await set(last, 0)
      await start(last)
      await pause(AFTER_MS)
    }
    await Promise.all(loads.map((load) => load.stop()))
    await pause(SOON_MS)

    const until = Date.now() - APART_MS
    const found = await settle()
    const { broken, again, untold, earliestMs, latestMs } = await promisesOf(home, until)
    // From the kill until a ticket is no time where the tickets before it are dated an hour ahead.
    return judge({ ...found, resumeMs: 0 }, { processes: clocks.length, jumps: wanted, promises: broken, earliestMs, latestMs }, [
      [misplaced.length === 0, `out of order: ${misplaced.slice(0, 3).join('; ')} (${misplaced.length})`],
      [
        heard === readers.length,
        `${readers.length - heard} of ${readers.length} who read by their last message never saw the desk’s answer`,
      ],
      [broken > 0, 'no promise came due'],
      [again === 0, `${again} promises were broken, or told to the managers, more than once`],
      [untold === 0, `${untold} promises were never broken, or never told to the managers`],
      [earliestMs >= -APART_MS && latestMs <= APART_MS, `managers were told from ${earliestMs} to ${latestMs} ms after the time`],
      [found.quarantined === 0, `${found.quarantined} items were put aside`],
    ])
  },
}

interface Promises {
  readonly broken: number
  readonly again: number
  readonly untold: number
  /** From the time a promise was due until the managers had been told, by the database's clock. */
  readonly earliestMs: number
  readonly latestMs: number
}

/** Of first answers that were due by that time: what became of the promise, and of the word of it to the managers. */
async function promisesOf(home: Home, until: number): Promise<Promises> {
  const { db, close } = await home.open()
  try {
    const { rows } = await sql<{ fold: string; times: number; pings: number; sent: number | null }>`
      select t.fold,
        (select count(*) from ticket_event e where e.ticket_id = t.id and e.body like '%"promise-broken"%') as times,
        (select count(*) from delivery d where d.ticket_id = t.id and d.kind = 'ping' and d.body like '%首次响应%') as pings,
        (select max(d.sent_at) from delivery d where d.ticket_id = t.id and d.kind = 'ping' and d.body like '%首次响应%') as sent
      from ticket t`.execute(db.kysely)
    const due = rows.flatMap((row) => {
      const { state, promises } = JSON.parse(row.fold) as Fold
      const promise = promises.find(({ kind }) => kind === 'first-response')
      const runs =
        promise?.state === 'broken' || (promise?.state === 'running' && promise.due < until && (state === 'new' || state === 'open'))
      return promise && runs ? [{ ...row, due: promise.due }] : []
    })
    const late = due.flatMap(({ sent, due }) => (sent === null ? [] : [sent - due]))
    return {
      broken: due.length,
      again: rows.filter(({ times, pings }) => times > 1 || pings > 1).length,
      untold: due.filter(({ times, sent }) => times === 0 || sent === null).length,
      earliestMs: Math.round(Math.min(...late)),
      latestMs: Math.round(Math.max(...late)),
    }
  } finally {
    await close()
  }
}

interface Fold {
  readonly state: string
  readonly promises: readonly { readonly kind: string; readonly state: string; readonly due: number }[]
}

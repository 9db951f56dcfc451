/** What a scenario is given: a fresh home for a desk, its processes, a ledger, customers, and the check at the end. */
import { join } from 'node:path'
import { ApiClient } from '../api-client.ts'
import { type Audit, audit } from './audit.ts'
import type { BackendName, Backends, Home } from './backend.ts'
import { Fleet, pause } from './fleet.ts'
import { Ledger } from './ledger.ts'
import { Customers } from './load/customers.ts'

export type Lane = 'P' | 'N'

export interface Stage {
  readonly lane: Lane
  readonly backend: BackendName
  /** Waits that only have to be long are multiplied by it: FAULT_SCALE. */
  readonly scale: number
  /** Rounds of a scenario: its number in the catalogue on lane N, a few on lane P; `--rounds` overrules both. */
  rounds(p: number, n: number): number
  /** Lane N in full: nobody asked for fewer rounds. */
  readonly full: boolean
  progress(text: string): void
  set(): Promise<Set>
  /** A home without a fleet, for scenarios about starting. */
  home(): Promise<Home>
}

export interface Set {
  readonly home: Home
  readonly fleet: Fleet
  readonly ledger: Ledger
  readonly customers: Customers
  /** Waits until nothing is due any more, runs `quiet`, stops the desk and checks the rows against the ledger. */
  settle(quiet?: () => Promise<void>): Promise<Settled>
}

export interface Settled extends Audit {
  /** Processes that ended by themselves. */
  readonly died: number
  /** The slowest orderly end. */
  readonly stopMs: number
}

/** Leases of a dead process end after 15 s, and retries of what failed may come after that. */
const SETTLE_MS = 60_000
/** Less than this is how exactly ages are told. */
const MOVED_MS = 1_000

export async function createSet(backends: Backends, backend: BackendName, ending: (() => Promise<void>)[]): Promise<Set> {
  const home = await backends.home(backend)
  const ledger = new Ledger(join(home.dir, 'ledger.jsonl'))
  const fleet = new Fleet(home, ledger)
  ending.push(async () => {
    await fleet.end()
    await home.drop()
  })
  return {
    home,
    fleet,
    ledger,
    customers: new Customers(fleet, ledger),
    settle: async (quiet) => {
      await untilQuiet(fleet)
      await quiet?.()
      const { slowestMs } = await fleet.stop()
      const { db, close } = await home.open()
      try {
        const found = await audit(db, ledger)
        const problems = [...fleet.deaths, ...found.problems]
        return { ...found, problems, died: fleet.deaths.length, stopMs: Math.round(slowestMs) }
      } finally {
        await close()
      }
    },
  }
}

/** Resolves when nothing has been due three times in a row, or nothing got done for a minute: then the audit finds what is stuck. */
async function untilQuiet(fleet: Fleet): Promise<void> {
  let quiet = 0
  let oldest = 0
  for (let end = Date.now() + SETTLE_MS; quiet < 3 && Date.now() < end; await pause(200)) {
    const desk = fleet.any(0)
    const text = desk ? await metricsOf(new ApiClient(desk).url) : ''
    const ages = [...text.matchAll(/^relaydesk_oldest_due_seconds\{.*\} (\S+)$/gm)].map(([, age]) => Number(age))
    quiet = ages.length > 0 && ages.every((age) => age === 0) ? quiet + 1 : 0
    // Work that waits behind other work is not stuck: while the oldest that is due gets done, the minute begins anew.
    const since = Date.now() - Math.max(0, ...ages) * 1000
    if (ages.length > 0 && since > oldest + MOVED_MS) {
      oldest = since
      end = Date.now() + SETTLE_MS
    }
  }
}

async function metricsOf(url: string): Promise<string> {
  const answer = await fetch(`${url}/metrics`).catch(() => null)
  return answer?.ok ? answer.text() : ''
}

/** What a scenario is given: a fresh home for a desk, its processes, a ledger, customers, and the check at the end. */
import { join } from 'node:path'
import { namedFailure } from '../../kit/fault.ts'
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
  /** What still waited at the end of the time, though the desk got on with it. */
  readonly unsettled: number
  /** From the end of the load until nothing was due any more. */
  readonly settleMs: number
}

/** Leases of a dead process end after 15 s, and retries of what failed may come after that. */
const SETTLE_MS = 60_000
/** However well it gets on: a queue longer than this is not settled. */
const LONGEST_MS = 300_000
const AUDIT_TRIES = 5
const AUDIT_AGAIN_MS = 5_000
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
      const began = performance.now()
      const end = await untilQuiet(fleet)
      const settleMs = Math.round(performance.now() - began)
      await quiet?.()
      const { slowestMs } = await fleet.stop()
      const { db, close } = await home.open()
      try {
        const found = await patiently(() => audit(db, ledger))
        const behind = end === 'busy' ? { unsettled: Math.max(1, found.waiting), stuck: 0 } : { unsettled: 0 }
        const problems = [
          ...fleet.deaths,
          ...(end === 'busy' ? [`unsettled: after ${settleMs} ms ${found.waiting} still waited`] : []),
          ...found.problems,
        ]
        return { ...found, ...behind, problems, died: fleet.deaths.length, stopMs: Math.round(slowestMs), settleMs }
      } finally {
        await close()
      }
    },
  }
}

/** The desk has ended and nothing changes any more: what a busy machine gave no connection for is asked again. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      if (tries === AUDIT_TRIES || namedFailure(error)?.code !== 'UNAVAILABLE') throw error
      await pause(AUDIT_AGAIN_MS)
    }
  }
}

/**
 * quiet: nothing has been due three times in a row. stuck: nothing got done for a minute, and the audit finds what is
 * stuck. busy: there was still something to do after all the time there is, and some of it got done.
 */
async function untilQuiet(fleet: Fleet): Promise<'quiet' | 'stuck' | 'busy'> {
  let quiet = 0
  let oldest = 0
  const latest = Date.now() + LONGEST_MS
  for (let end = Date.now() + SETTLE_MS; quiet < 3; await pause(200)) {
    if (Date.now() > latest) return 'busy'
    if (Date.now() > end) return 'stuck'
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
  return 'quiet'
}

async function metricsOf(url: string): Promise<string> {
  const answer = await fetch(`${url}/metrics`).catch(() => null)
  return answer?.ok ? answer.text() : ''
}

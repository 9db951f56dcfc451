import { type DeskProcess, residentBytes } from '../../desk-process.ts'
import { type FleetRole, pause } from '../fleet.ts'
import { sendCrowd } from '../load/crowd.ts'
import { BOTH, judge, type Scenario } from '../scenario.ts'

const PER_SECOND = 1_000
const LOAD_MS = 60_000
const MOST_MB = 512
const LAG_MS = 200
const ROLES = { pglite: ['all'], postgres: ['intake', 'worker', 'console'] } as const satisfies Record<string, readonly FleetRole[]>
const MB = 1024 * 1024

/** A thousand events a second for a minute: what cannot be taken is refused with the time to wait, no process grows without end, and what was taken is done. */
export const scenario: Scenario = {
  rows: [18],
  title: 'a thousand events a second',
  backends: BOTH,
  lanes: ['N'],
  run: async (stage) => {
    const { fleet, ledger, customers, settle } = await stage.set()
    const desks = await Promise.all(ROLES[stage.backend].map((role, i) => fleet.start(i, { role })))
    const [intake] = desks
    if (!intake) throw new Error('nobody takes events in')
    const memory = watchMemory(desks)
    // What is told is since it was asked last.
    await lagOf(intake)
    const { sent, acked, shed, odd } = await sendCrowd(fleet, ledger, customers, PER_SECOND, LOAD_MS)
    const lagP99Ms = await lagOf(intake)
    const found = await settle()
    const mostMb = await memory()
    return judge(found, { sent, shed, lagP99Ms, mostMb }, [
      [sent >= (PER_SECOND * LOAD_MS) / 1_000, `${sent} events were sent`],
      [acked + shed === sent, `${odd.length} were neither taken nor told when to come again: ${[...new Set(odd)].join(', ')}`],
      [lagP99Ms <= LAG_MS, `the event loop was ${lagP99Ms} ms late`],
      [mostMb <= MOST_MB, `a process took ${mostMb} MB`],
    ])
  },
}

/** Ninety-nine of a hundred turns of its event loop were no later, milliseconds, since this was asked last. */
async function lagOf(desk: DeskProcess): Promise<number> {
  const text = await fetch(`${desk.url}/metrics`).then((answer) => answer.text())
  return Math.round(Number(/^relaydesk_event_loop_lag_p99_seconds(?:\{.*\})? (\S+)$/m.exec(text)?.[1]) * 1_000)
}

/** Answers the most that any of them ever took, megabytes. */
function watchMemory(desks: readonly DeskProcess[]): () => Promise<number> {
  let [most, over] = [0, false]
  const watch = async () => {
    for (; !over; await pause(1_000)) for (const { pid } of desks) most = Math.max(most, await residentBytes(pid).catch(() => 0))
  }
  const watching = watch()
  return async () => {
    over = true
    await watching
    return Math.round(most / MB)
  }
}

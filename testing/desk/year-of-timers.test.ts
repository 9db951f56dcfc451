/**
 * Row 39 of the fault catalogue: times of every kind over four hundred days, on a clock that the test turns. The embedded
 * database in this thread goes by it, too, so promises, leases and views pass the days together. Winter time comes and
 * goes twice. There is no calendar of working hours and holidays in a desk.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { decide } from '../../bot/desk.ts'
import { TIMER_KINDS, type Timer } from '../../bot/domain/view.ts'
import { zonedClock } from '../../bot/domain/when.ts'
import { nextTimerMs } from '../../storage/due.ts'
import { LEASE, PAUSE, rigConfig, type StoresRig, storesRig, type Worker } from '../contracts/stores-rig.ts'
import { type FreshDatabase, freshDatabase } from '../services/fresh-database.ts'

const DAY = 24 * 3_600_000
const BEGIN = Date.UTC(2026, 0, 12, 8)
const DAYS = 400
const SPREAD = 24
/** For so long no worker runs. */
const AWAY = { from: 200, to: 245 } as const
/** Of so many claims one is in hand when its worker dies. */
const DIES = 5
const LATE_MS = 5_000
const ZONE = 'America/New_York'

const config = {
  ...rigConfig,
  timeZone: ZONE,
  nudge: { afterHours: 48, closeAfterHours: 72 },
  gate: { amberSeconds: 8, forbidden: [{ name: 'guarantee', colour: 'amber' as const, words: ['guarantee'] }], internal: [], ours: [] },
}

let fresh: FreshDatabase
let rig: StoresRig
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: BEGIN })
  fresh = await freshDatabase()
  rig = await storesRig(fresh.db)
  await rig.config.apply(config)
}, 120_000)
afterAll(async () => {
  vi.useRealTimers()
  await fresh.drop()
})

interface Fired extends Timer {
  /** When it was decided, by the database's clock. */
  readonly at: number
  /** It was in hand when a worker died, or due while none ran. */
  readonly held: boolean
}

/** What an agent does to each ticket, in turn, after it was opened. */
const LIVES: readonly (readonly (readonly [action: string, input: Readonly<Record<string, string>>])[])[] = [
  [],
  [
    ['take', {}],
    ['resolve', {}],
  ],
  [
    ['take', {}],
    ['snooze', { minutes: String(60 * 24 * 31) }],
  ],
  [
    ['take', {}],
    ['follow-up', { when: 'tomorrow 9am' }],
  ],
  [
    ['take', {}],
    ['reply', { text: 'which one?', wait: 'true' }],
  ],
  [
    ['take', {}],
    ['reply', { text: 'we guarantee it' }],
  ],
]

const fired: Fired[] = []
let [opened, claims] = [0, 0]
/** Batches as they were claimed while much was overdue. */
const overdue: Timer[][] = []

async function live(n: number): Promise<void> {
  const { id } = await rig.open(`customer ${n}`, 'it broke')
  opened++
  for (const [action, input] of LIVES[n % LIVES.length] ?? []) {
    await rig.intake.take([{ ...rig.command('lin', action, id, input), channel: 'web', account: 'desk', room: { id: 'after-sales' } }])
    await rig.worker.commit(await rig.worker.converse.claim('quick', 8, 'v'))
  }
}

/** As the keep-time loop does: works off what is due, until the next time is in the future. Now and then a worker dies. */
async function keepTime(isLate: boolean): Promise<void> {
  let held = isLate
  for (let worker: Worker = rig.worker; ; ) {
    const timers = (await worker.time.claim(4)).map(({ timer }) => timer)
    if (timers.length === 0) return
    if (isLate) overdue.push(timers)
    if (++claims % DIES === 0) {
      vi.setSystemTime(Date.now() + (LEASE + PAUSE) * 1_000)
      held = true
      worker = worker === rig.worker ? rig.other : rig.worker
      continue
    }
    await worker.time.commit(timers, (timer, view) => {
      fired.push({ ...timer, at: view.now, held })
      return decide(view, { is: 'timer', timer }, minted())
    })
  }
}

let mints = 0
/** Ids of the desk's own shape. */
function minted() {
  return { id: () => (++mints).toString(16).padStart(32, '0'), number: () => 100_000 + ++mints, ready: async () => undefined }
}

describe('over four hundred days', () => {
  beforeAll(async () => {
    const end = BEGIN + DAYS * DAY
    const away = { from: BEGIN + AWAY.from * DAY, to: BEGIN + AWAY.to * DAY }
    // A ticket every now and then, none so late that its times would not come; one of each kind just before nobody works for long.
    const spread = Array.from({ length: SPREAD }, (_, i) => BEGIN + (i * 330 * DAY) / SPREAD + i * 3_333_000)
    const before = LIVES.map((_, i) => away.from - (LIVES.length - i) * 60_000)
    const births = [...spread.filter((at) => at < away.from - DAY || at > away.to), ...before].sort((a, b) => a - b)
    for (let n = 0; Date.now() < end; ) {
      const next = await nextTimerMs(fresh.db)
      const timerAt = next === null ? end : Date.now() + Math.max(0, next)
      const birth = births[n] ?? end
      const at = Math.min(timerAt, birth, end)
      const slept = at >= away.from && at < away.to
      vi.setSystemTime(slept ? away.to : Math.max(Date.now(), at))
      if (at === birth && n < births.length) await live(n++)
      await keepTime(slept)
    }
  }, 120_000)

  it('each time that was set comes once', () => {
    const names = fired.map(({ kind, subject, ticket, due }) => `${kind} ${subject} ${ticket} ${due}`)
    expect(names.length).toBeGreaterThan(60)
    expect(names).toEqual([...new Set(names)])
    expect([...new Set(fired.map(({ kind }) => kind))].sort()).toEqual([...TIMER_KINDS].sort())
  })

  it('within five seconds, or at once when a worker is there again; never before', () => {
    expect(fired.filter(({ at, due }) => at < due)).toEqual([])
    expect(fired.filter(({ at, due, held }) => !held && at - due > LATE_MS)).toEqual([])
    expect(fired.filter(({ held }) => held).length).toBeGreaterThan(10)
  })

  it('the oldest first, where many came while nobody worked', () => {
    expect(overdue.flat().length).toBeGreaterThan(4)
    const dues = overdue.map((batch) => batch.map(({ due }) => due))
    const oldest = dues.map((batch) => Math.min(...batch))
    expect(oldest).toEqual(oldest.toSorted((a, b) => a - b))
  })

  it('and does once what it is for; nothing that is due is left', async () => {
    const { rows } = await sql<{ ticket_id: string; what: string; n: number }>`
      select ticket_id, what, count(*) as n from (
        select ticket_id, body::json -> 'change' ->> 'type' as type, body::json -> 'change' ->> 'kind' as kind,
          concat(body::json -> 'change' ->> 'type', ' ', body::json -> 'change' ->> 'kind') as what from ticket_event) e
      where type in ('promise-broken', 'nudged', 'closed', 'woken', 'follow-up-due') group by ticket_id, what`.execute(fresh.db.kysely)
    expect(rows.filter(({ n }) => n !== 1)).toEqual([])
    expect([...new Set(rows.map(({ what }) => what.trim()))].sort()).toEqual([
      'closed',
      'follow-up-due',
      'nudged',
      'promise-broken first-response',
      'promise-broken resolution',
      'woken',
    ])
    expect(await rig.count('timer', 'due_at <= now()')).toBe(0)
    expect(opened).toBeGreaterThan(20)
  })

  it('“9am” is nine o’clock on the wall, in summer and in winter', () => {
    const clocks = fired.filter(({ kind }) => kind === 'follow-up').map(({ due }) => zonedClock(due, config))
    expect(clocks.length).toBeGreaterThan(3)
    for (const clock of clocks) expect(clock).toContain('09:00')
    const offsets = fired.filter(({ kind }) => kind === 'follow-up').map(({ due }) => new Date(due).getUTCHours())
    expect(new Set(offsets)).toEqual(new Set([13, 14]))
  })
})

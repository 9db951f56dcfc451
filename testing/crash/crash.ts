/**
 * `npm run test:crash [-- kills]`: the real desk under load, killed with SIGKILL at random moments. The driver keeps
 * a ledger of its own of every acknowledged message; afterwards each must be there once, no ticket twice, and
 * `verify` clean. Prints one JSON line; exit code 1 when anything is lost, doubled or late.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { quantile, round } from '../../bench/quantile.ts'
import { ApiClient } from '../api-client.ts'
import { type DeskProcess, startDesk } from '../desk-process.ts'

interface Ledger {
  /** customer → id of the message the desk acknowledged. */
  readonly acked: Map<string, string>
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const KILLS = Number(process.argv[2] ?? 20)
const BESIDE = 16
/** A kill comes this long after the desk was ready, milliseconds. */
const KILL_AFTER = [20, 900] as const

const dir = await mkdtemp(join(tmpdir(), 'relaydesk-crash-'))
const config = join(dir, 'desk.yaml')
await writeFile(
  config,
  (await readFile(join(ROOT, 'config/desk.yaml'), 'utf8')).replace(/quietMs: \d+/, 'quietMs: 0').replace(/longestMs: \d+/, 'longestMs: 0'),
)
const ledger: Ledger = { acked: new Map() }
const readies: number[] = []
let desk: DeskProcess = await startDesk(dir, { DESK_CONFIG: config })
let running = true
let sequence = 0
let resent = 0

const drivers = Array.from({ length: BESIDE }, async () => {
  while (running) {
    const i = sequence++
    await sayUntilAcked(`c${i}`, `我买的第 ${i} 个水壶漏水了，订单号 ${20260000000 + i}`)
  }
})
for (let kill = 1; kill <= KILLS; kill++) {
  await new Promise((resolve) => setTimeout(resolve, KILL_AFTER[0] + Math.random() * (KILL_AFTER[1] - KILL_AFTER[0])))
  desk.kill('SIGKILL')
  await desk.exited
  desk = await startDesk(dir, { DESK_CONFIG: config })
  readies.push(desk.readyMs)
  process.stderr.write(`\rkill ${kill}/${KILLS}, ${ledger.acked.size} acknowledged`)
}
running = false
await Promise.all(drivers)
process.stderr.write('\n')

const report = await check()
const stopped = await desk.stop()
const verified = await verifyData()
await rm(dir, { recursive: true, force: true })
const bad = report.lost + report.doubledMessages + report.doubledTickets + report.withoutTicket + verified.problems
console.log(
  JSON.stringify({
    kills: KILLS,
    acknowledged: ledger.acked.size,
    resent,
    ...report,
    verify: verified,
    readyMs: { p50: round(quantile(readies, 0.5), 0), max: round(Math.max(...readies), 0) },
    stopMs: round(stopped.millis, 0),
  }),
)
console.log(bad === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed')
process.exit(bad === 0 ? 0 : 1)

/** As a client does that wants its message in: the same id again until there is an answer. */
async function sayUntilAcked(customer: string, text: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const answer = await new ApiClient(desk).say(customer, 'm', text, customer).catch(() => null)
    if (answer?.status === 202 && answer.message) {
      if (tries > 0) resent++
      ledger.acked.set(customer, answer.message)
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

async function check() {
  const api = new ApiClient(desk)
  let tickets = await api.tickets()
  for (let i = 0; i < 120 && tickets.length < ledger.acked.size; i++) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    tickets = await api.tickets()
  }
  const perCustomer = new Map<string, number>()
  for (const t of tickets) perCustomer.set(t.customer.name ?? '', (perCustomer.get(t.customer.name ?? '') ?? 0) + 1)
  let lost = 0
  let doubledMessages = 0
  for (const [customer, message] of ledger.acked) {
    const again = await api.say(
      customer,
      'm',
      `我买的第 ${customer.slice(1)} 个水壶漏水了，订单号 ${20260000000 + Number(customer.slice(1))}`,
      customer,
    )
    if (again.message !== message) lost++
    const { messages } = await api.get<{ messages: { kind: string }[] }>(`/v1/messages?conversation=${again.conversation}&limit=50`)
    if (messages.filter((m) => m.kind === 'customer').length !== 1) doubledMessages++
  }
  return {
    lost,
    doubledMessages,
    doubledTickets: [...perCustomer.values()].filter((n) => n > 1).length,
    withoutTicket: [...ledger.acked.keys()].filter((c) => !perCustomer.has(c)).length,
    tickets: tickets.length,
  }
}

async function verifyData(): Promise<{ tickets: number; events: number; problems: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, ['app/verify.ts'], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: dir },
  }).catch((error: { stdout: string }) => error)
  const line = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as { tickets: number; events: number; problems: unknown[] }
  return { tickets: line.tickets, events: line.events, problems: line.problems.length }
}

/**
 * Resident memory after 10,000 messages from the second start, beside a bare PGlite with the same settings
 * that took as many rows, in the same run; and whether it stays flat over as many messages again.
 */
import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ApiClient } from '../testing/api-client.ts'
import { type DeskProcess, residentBytes, startDesk } from '../testing/desk-process.ts'
import { round } from './quantile.ts'

const MB = 1024 * 1024
const BESIDE = 32

export async function run(args: readonly string[]): Promise<unknown> {
  const n = Number(args[0] ?? 10_000)
  const dir = await mkdtemp(join(tmpdir(), 'relaydesk-memory-'))
  try {
    const first = await startDesk(dir)
    const firstReadyMs = first.readyMs
    await first.stop()
    const desk = await startDesk(dir)
    const idle = await resident(desk)
    await talk(desk, n, 'a')
    const after = await resident(desk)
    await talk(desk, n, 'b')
    const again = await resident(desk)
    const stopped = await desk.stop()
    const bare = await bareMb(n)
    return {
      messages: n,
      residentMb: { idle, after, again },
      bareMb: bare,
      aboveBareMb: round(after - bare),
      growthPercent: round(((again - after) / after) * 100),
      firstReadyMs: round(firstReadyMs, 0),
      secondReadyMs: round(desk.readyMs, 0),
      stopMs: round(stopped.millis, 0),
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function resident(desk: DeskProcess): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 5_000))
  return round((await residentBytes(desk.pid)) / MB)
}

/** Ten customers' worth of talk each: greetings, problems, numbers, thanks. */
async function talk(desk: DeskProcess, n: number, tag: string): Promise<void> {
  const api = new ApiClient(desk)
  const says = [
    '你好',
    '我买的台灯坏了，订单号 2026011',
    '什么时候能换？',
    'thanks',
    '快递三天没动了',
    '谢谢',
    'I was charged twice for order 99',
    '发票抬头开错了',
    '转人工',
    '查进度',
  ]
  let next = 0
  const one = async () => {
    for (let i = next++; i < n; i = next++) {
      const { status } = await api.say(`${tag}-${Math.floor(i / 10)}`, `m${i}`, `${says[i % says.length]}`)
      if (status !== 202) throw new Error(`message ${i} was answered ${status}`)
      if (i % 1000 === 0) process.stderr.write(`\r${tag}: ${i}/${n}`)
    }
  }
  await Promise.all(Array.from({ length: BESIDE }, one))
  process.stderr.write('\n')
}

/** A process with PGlite only, on a directory of its own, from its second start, after n inserted rows. */
async function bareMb(n: number): Promise<number> {
  const dir = await mkdtemp(join(tmpdir(), 'relaydesk-bare-'))
  try {
    await child(dir, 0)
    return round((await child(dir, n)) / MB)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

function child(dir: string, n: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const process_ = fork(fileURLToPath(new URL('./bare-pglite.ts', import.meta.url)), [join(dir, 'pgdata'), String(n)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    process_.once('message', (bytes) => resolve(Number(bytes)))
    process_.once('exit', (code) => code !== 0 && reject(new Error(`bare PGlite ended with ${code}`)))
  })
}

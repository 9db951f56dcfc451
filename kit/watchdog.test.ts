/** Real processes: what the watchdog does to them is what is promised. */
import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'

const WATCHDOG = JSON.stringify(new URL('./watchdog.ts', import.meta.url).href)

async function ends(act: string): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly said: string }> {
  const program = `
    import { setTimeout as later } from 'node:timers/promises'
    import { startWatchdog } from ${WATCHDOG}
    const beat = startWatchdog({ computedSeconds: 2, silentSeconds: 600 })
    await later(1_000)
    ${act}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk
  })
  return new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal, said })))
}

describe('the watchdog', { timeout: 120_000 }, () => {
  it.concurrent('ends a process that computes for ever, and says so', async () => {
    const { signal, said } = await ends('for (;;);')
    expect([signal, JSON.parse(said)]).toMatchObject(['SIGKILL', { level: 'error', event: expect.stringContaining('answers nobody') }])
  })

  it.concurrent('leaves alone who computes and comes round, whom a flood keeps from his timers, and who only waits', async () => {
    const busy =
      'for (const end = Date.now() + 4_000; Date.now() < end; await later(1)) for (const one = Date.now() + 200; Date.now() < one; );'
    const flood = 'for (const end = Date.now() + 4_000; Date.now() < end; beat()) for (const one = Date.now() + 200; Date.now() < one; );'
    // Linux tells apart what a thread beside it computes all the while.
    const beside = process.platform === 'linux' ? "new Worker('for (;;);', { eval: true, execArgv: [] }).unref()" : ''
    const waits = `const { Worker } = await import('node:worker_threads')
      ${beside}
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4_000)`
    for (const { code, signal } of await Promise.all([ends(busy), ends(flood), ends(waits)])) expect([code, signal]).toEqual([0, null])
  })
})

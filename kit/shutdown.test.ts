import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createLog } from './log.ts'
import { createShutdown, type Shutdown } from './shutdown.ts'

function start(ms = 1000): { shutdown: Shutdown; lines: Record<string, unknown>[]; codes: number[] } {
  const lines: Record<string, unknown>[] = []
  const codes: number[] = []
  const log = createLog({ level: 'info', out: { write: (line) => lines.push(JSON.parse(line)) } })
  return { shutdown: createShutdown({ log, ms, exit: (code) => codes.push(code) }), lines, codes }
}

describe('shutdown', () => {
  it('stops last what was started first, once, and ends with code 0', async () => {
    const { shutdown, lines, codes } = start()
    const stopped: string[] = []
    shutdown.onStop('database', 100, () => void stopped.push('database'))
    shutdown.onStop('http', 100, async () => void stopped.push('http'))
    await Promise.all([shutdown.stop('SIGTERM'), shutdown.stop('SIGTERM')])
    expect(stopped).toEqual(['http', 'database'])
    expect(codes).toEqual([0])
    expect(lines.map(({ event, step }) => [event, step])).toEqual([
      ['stopping', undefined],
      ['stopped', 'http'],
      ['stopped', 'database'],
    ])
  })

  it('goes on after a step that fails or is late, and says which', async () => {
    const { shutdown, lines, codes } = start()
    const stopped: string[] = []
    shutdown.onStop('database', 100, () => void stopped.push('database'))
    shutdown.onStop('loops', 20, () => new Promise(() => {}))
    shutdown.onStop('http', 100, () => Promise.reject(new Error('no')))
    await shutdown.stop('SIGINT')
    expect(stopped).toEqual(['database'])
    expect(codes).toEqual([0])
    expect(lines.slice(1).map(({ step, state }) => [step, state])).toEqual([
      ['http', 'failed'],
      ['loops', 'late'],
      ['database', undefined],
    ])
  })

  it('ends in time whatever its steps ask for', async () => {
    const { shutdown, codes } = start(100)
    for (const name of ['a', 'b', 'c']) shutdown.onStop(name, 60_000, () => new Promise(() => {}))
    const before = Date.now()
    await shutdown.stop('SIGTERM')
    expect(Date.now() - before).toBeLessThan(1000)
    expect(codes).toEqual([0])
  })

  it('ends with the code of whoever stopped it for a failure', async () => {
    const { shutdown, codes } = start()
    await shutdown.stop('the database went away', 1)
    expect(codes).toEqual([1])
  })

  it.each([
    ['once', null, true],
    ['twice in the same moment, as a terminal and a parent do', 50, true],
    ['a second time, impatiently', 800, false],
  ])('ends a process that is signalled %s', async (_, againMs, orderly) => {
    const at = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)
    const code = `
      import { createShutdown } from ${at('./shutdown.ts')}
      import { createLog } from ${at('./log.ts')}
      const shutdown = createShutdown({ log: createLog({ level: 'info' }), ms: 60_000 })
      shutdown.onStop('slow', 60_000, () => new Promise((resolve) => setTimeout(resolve, ${orderly ? 1500 : 60_000})))
      shutdown.listen()
      setInterval(() => {}, 1000)
      console.log('ready')`
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (part) => {
      said += part
    })
    await once(child.stdout, 'data')
    const exit = once(child, 'exit')
    child.kill('SIGINT')
    // What comes at once comes by the clock; who is impatient has seen that it stops, which takes it longer than he waits.
    if (!orderly) await expect.poll(() => said, { timeout: 30_000 }).toContain('"stopping"')
    if (againMs !== null) setTimeout(() => child.kill('SIGINT'), againMs)
    expect(await exit).toEqual([0, null])
    expect(said.includes('"step":"slow"')).toBe(orderly)
    expect(said.includes('stopped at once')).toBe(!orderly)
  })
})

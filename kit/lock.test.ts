import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Fault } from './fault.ts'
import { lockDir } from './lock.ts'
import { processStart } from './process-start.ts'

let dir: string
const children: ChildProcess[] = []

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lock-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(dir, { recursive: true })
})

/** Another process that runs `code` with `lockDir`, `dir` and some of node:fs at hand, and says what it likes on stdout. */
function another(code: string): ChildProcess {
  const imports = `import { lockDir } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)}
    import { closeSync, openSync, rmSync } from 'node:fs'
    const dir = ${JSON.stringify(dir)}
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
    const say = (word) => process.stdout.write(word + '\\n')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', `${imports}\n${code}`], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  return child
}

async function wordOf(child: ChildProcess): Promise<string> {
  const [said] = (await once(child.stdout as NodeJS.EventEmitter, 'data')) as [Buffer]
  return String(said).trim()
}

function refusal(): Fault {
  try {
    lockDir(dir)
  } catch (error) {
    if (error instanceof Fault) return error
    throw error
  }
  throw new Error('the lock was given')
}

function leaveLock(holder: object): void {
  writeFileSync(join(dir, 'lock.1'), JSON.stringify({ pid: process.pid, start: 'long ago', host: hostname(), ...holder }))
}

const HOLD = `lockDir(dir); say('held'); await sleep(60_000)`

describe('lock of a data directory', () => {
  it('is refused to a second process within a second, which learns who holds it', async () => {
    const holder = another(HOLD)
    expect(await wordOf(holder)).toBe('held')
    const before = Date.now()
    const { code, facts } = refusal()
    expect(Date.now() - before).toBeLessThan(1000)
    expect({ code, facts }).toEqual({ code: 'DATA_DIR_LOCKED', facts: { dir, pid: holder.pid, host: hostname() } })
  })

  it('is refused to the process that has it', () => {
    const release = lockDir(dir)
    expect(refusal().facts['pid']).toBe(process.pid)
    release()
  })

  it('is free once given back, however often that is done', () => {
    for (let round = 0; round < 5; round++) {
      const release = lockDir(dir)
      release()
      release()
    }
    const last = lockDir(dir)
    expect(readdirSync(dir)).toHaveLength(1)
    last()
  })

  it('is taken over from a process that was killed', async () => {
    const holder = another(HOLD)
    await wordOf(holder)
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    lockDir(dir)()
  })

  it('is taken over when the pid now belongs to a younger process', () => {
    leaveLock({})
    lockDir(dir)()
  })

  it('is never taken over from another host, nor when nobody can say whose it is', () => {
    leaveLock({ host: 'elsewhere', pid: 1 })
    expect(refusal().facts).toMatchObject({ host: 'elsewhere', pid: 1 })
    writeFileSync(join(dir, 'lock.1'), 'torn')
    expect(refusal().code).toBe('DATA_DIR_LOCKED')
  })

  it('makes the directory if need be, and says why when it cannot', () => {
    lockDir(join(dir, 'a/b'))()
    writeFileSync(join(dir, 'file'), '')
    expect(() => lockDir(join(dir, 'file'))).toThrow(expect.objectContaining({ code: 'DATA_DIR_UNUSABLE' }) as Error)
  })

  it('leaves one small file, with pid, start and host', () => {
    const release = lockDir(dir)
    const [name = ''] = readdirSync(dir)
    const start = processStart(process.pid)
    expect(JSON.parse(readFileSync(join(dir, name), 'utf8'))).toEqual({ pid: process.pid, start, host: hostname() })
    release()
  })

  it('is held by one process at a time while six fight for it over and over, some of them dying with it', async () => {
    leaveLock({})
    const fight = (mortal: boolean) => `
      process.stdin.once('data', async () => {
        let won = 0
        for (const end = Date.now() + 2500; Date.now() < end; ) {
          let release
          try { release = lockDir(dir) } catch { await sleep(Math.random() * 3); continue }
          closeSync(openSync(dir + '/inside', 'wx'))
          won++
          await sleep(1)
          rmSync(dir + '/inside')
          if (${mortal} && Math.random() < 0.1) process.kill(process.pid, 'SIGKILL')
          release()
        }
        say(String(won))
        process.exit(0)
      })
      say('ready')`
    const fighters = Array.from({ length: 6 }, (_, n) => another(fight(n < 3)))
    await Promise.all(fighters.map(wordOf))
    const ends = fighters.map((fighter) => once(fighter, 'exit'))
    let wins = 0
    for (const fighter of fighters) fighter.stdout?.on('data', (won) => (wins += Number(won)))
    for (const fighter of fighters) fighter.stdin?.write('go\n')
    const codes = (await Promise.all(ends)).map(([code]) => code as number | null)
    // A second one inside would have failed to create its file and ended with code 1.
    expect(codes.filter((code) => code !== 0 && code !== null)).toEqual([])
    expect(wins).toBeGreaterThan(5)
    lockDir(dir)()
  })
})

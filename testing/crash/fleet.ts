/** The desk's real processes of one scenario: started, killed, stopped and started again. */
import { fileURLToPath } from 'node:url'
import { type DeskProcess, startDesk } from '../desk-process.ts'
import type { Home } from './backend.ts'
import type { Ledger } from './ledger.ts'

const ARM = fileURLToPath(new URL('./arm.ts', import.meta.url))

/** What a process is started as; `all` is the whole desk. */
export type FleetRole = 'all' | 'intake' | 'worker' | 'console'

export interface StartOptions {
  readonly role?: FleetRole
  readonly failpoint?: string
  readonly env?: Readonly<Record<string, string>>
}

export class Fleet {
  readonly #home: Home
  readonly #ledger: Ledger
  readonly #desks: (DeskProcess | null)[] = []
  readonly #roles: FleetRole[] = []
  readonly #ending = new AbortController()
  /** Those that were told to die: by us, or at their failpoint. */
  readonly #doomed = new Set<DeskProcess>()
  /** Last words of processes that ended by themselves, with a failure or by a signal (their own watchdog's, the system's): no scenario asks for that. */
  readonly deaths: string[] = []

  constructor(home: Home, ledger: Ledger) {
    this.#home = home
    this.#ledger = ledger
  }

  get size(): number {
    return this.#desks.length
  }

  /** Starts the process of that number, in place of the one before. */
  async start(index: number, { role = 'all', failpoint, env = {} }: StartOptions = {}): Promise<DeskProcess> {
    this.#desks[index] = null
    this.#roles[index] = role
    const armed = failpoint ? { FAILPOINT: failpoint, NODE_OPTIONS: `--import ${ARM}` } : {}
    const desk = await startDesk(this.#home.dir, { ...this.#home.env, ...env, ...armed }, role, this.#ending.signal)
    if (failpoint) this.#doomed.add(desk)
    void desk.exited.then((code) => {
      if (code !== 0 && (code !== null || !this.#doomed.has(desk)) && !this.#ending.signal.aborted)
        this.#died(`process ${index} ended with ${code ?? 'a signal'}: ${desk.output().slice(-2_000)}`)
      if (this.#desks[index] === desk) this.#desks[index] = null
    })
    this.#desks[index] = desk
    this.#ledger.add({ is: 'ready', process: index, ms: Math.round(desk.readyMs) })
    return desk
  }

  /** The process of that number, if it lives. */
  at(index: number): DeskProcess | null {
    return this.#desks[index] ?? null
  }

  /** A process that lives and serves this, the next one each time; null when none does. */
  any(turn: number, serves: 'intake' | 'console' | null = null): DeskProcess | null {
    const living = this.#desks.filter(
      (desk, i) => desk !== null && (serves === null || this.#roles[i] === 'all' || this.#roles[i] === serves),
    )
    return living[turn % Math.max(1, living.length)] ?? null
  }

  /** Nobody is sent to the process of that number any more; it is the caller's to end. */
  hide(index: number): void {
    this.#desks[index] = null
  }

  async kill(index: number, how = 'SIGKILL'): Promise<void> {
    const desk = this.at(index)
    if (!desk) return
    this.#ledger.add({ is: 'killed', process: index, how })
    this.#doomed.add(desk)
    desk.kill('SIGKILL')
    await desk.exited
  }

  /** Waits until the process has killed itself at its failpoint; false when it does not in this time. */
  async killedItself(index: number, ms: number): Promise<boolean> {
    const desk = this.at(index)
    if (!desk) return true
    const ended = await Promise.race([desk.exited.then(() => true), pause(ms).then(() => false)])
    if (ended) this.#ledger.add({ is: 'killed', process: index, how: 'failpoint' })
    return ended
  }

  /** Starts a process that is to kill itself at its failpoint, maybe before it was ready; false when it does not in this time. */
  async startToDie(index: number, options: StartOptions, ms: number): Promise<boolean> {
    try {
      await this.start(index, options)
    } catch {
      // Work of others waited for it. Should it never start at all, neither does the next one.
      this.#ledger.add({ is: 'killed', process: index, how: 'failpoint' })
      return true
    }
    return this.killedItself(index, ms)
  }

  /** SIGTERM to all; the slowest end, milliseconds, and the codes. */
  async stop(): Promise<{ readonly slowestMs: number; readonly codes: readonly (number | null)[] }> {
    const ends = await Promise.all(this.#desks.flatMap((desk) => (desk ? [desk.stop()] : [])))
    return { slowestMs: Math.max(0, ...ends.map((e) => e.millis)), codes: ends.map((e) => e.code) }
  }

  /** Said at once, too: what comes after may wait for a long time for a process that is gone. */
  #died(words: string): void {
    this.deaths.push(words)
    process.stderr.write(`${words}\n`)
  }

  /** Everything that lives or is just being started, at once; for the end of a scenario that failed or was stopped. */
  async end(): Promise<void> {
    this.#ending.abort()
    await Promise.all(this.#desks.map((desk) => desk?.exited))
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

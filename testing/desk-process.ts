/** Starts the real desk as a process of its own, for benchmarks, replay and crash tests. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface DeskProcess {
  readonly url: string
  readonly token: string
  readonly pid: number
  /** Milliseconds from spawn to the first 200 of /readyz. */
  readonly readyMs: number
  /** Everything it logged. */
  output(): string
  kill(signal: NodeJS.Signals): void
  /** Sends SIGTERM; answers the exit code and how long it took. */
  stop(): Promise<{ code: number | null; millis: number }>
  exited: Promise<number | null>
}

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const LATEST_MS = 180_000

/** What Node is told by `npm start`: one process does everything. */
export const NODE_FLAGS = flagsOf(npmStart())
/** What Node is told by everything in deploy/: a process for each role. */
export const ROLE_FLAGS = flagsOf(entrypoint())
/** What deploy/ sets for the C library. */
export const MALLOC = { MALLOC_ARENA_MAX: '2' }

function npmStart(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } }
  return scripts.start.split(' ')
}

function entrypoint(): readonly string[] {
  const dockerfile = readFileSync(join(ROOT, 'deploy/Dockerfile'), 'utf8')
  return JSON.parse(/^ENTRYPOINT (\[.+\])$/m.exec(dockerfile)?.[1] ?? '[]') as string[]
}

/** `node`, flags, program: the flags. */
function flagsOf(command: readonly string[]): readonly string[] {
  return command.slice(1, -1)
}

/** Resolves when it is ready. It is killed when `signal` is aborted, ready or not. */
export async function startDesk(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
  role = 'all',
  signal?: AbortSignal,
): Promise<DeskProcess> {
  const started = performance.now()
  const child = spawn(process.execPath, [...(role === 'all' ? NODE_FLAGS : ROLE_FLAGS), 'app/start.mjs', role], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...MALLOC, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'warn', ...env, DATA_DIR: dataDir },
    ...(signal ? { signal, killSignal: 'SIGKILL' } : {}),
  })
  // That it was killed is no news to whoever aborted the signal.
  if (signal) child.on('error', () => undefined)
  let output = ''
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const hear = (chunk: Buffer) => {
    output = `${output}${chunk}`.slice(-200_000)
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const url = await untilReady(child, exited, () => output, started)
  const token = env['API_TOKEN'] ?? (await readFile(join(dataDir, 'api-token'), 'utf8')).trim()
  return {
    url,
    token,
    pid: child.pid ?? 0,
    readyMs: performance.now() - started,
    output: () => output,
    kill: (signal) => void child.kill(signal),
    exited,
    stop: async () => {
      const asked = performance.now()
      child.kill('SIGTERM')
      const code = await exited
      return { code, millis: performance.now() - asked }
    },
  }
}

async function untilReady(child: ChildProcess, exited: Promise<number | null>, output: () => string, started: number): Promise<string> {
  let gone = false
  void exited.then(() => {
    gone = true
  })
  while (performance.now() - started < LATEST_MS) {
    if (gone) throw new Error(`the desk ended before it was ready:\n${output()}`)
    const url = /READY (http:\/\/\S+)/.exec(output())?.[1]
    if (
      url &&
      (await fetch(`${url}/readyz`).then(
        (r) => r.ok,
        () => false,
      ))
    )
      return url
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  child.kill('SIGKILL')
  throw new Error(`the desk was not ready in ${LATEST_MS} ms:\n${output()}`)
}

/** Resident memory of a process now, bytes; Linux only. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024
}

/** Processor time of a process and its threads so far, seconds; Linux only. Unlike a clock's, it says little of who else is at work. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  // After the name, which may hold spaces: state is field 3, user and system ticks are 14 and 15; Linux has 100 a second.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

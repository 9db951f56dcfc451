/** Real processes of one desk on one PostgreSQL database, each with the role it is given. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Role } from '../../app/roles/role.ts'
import { ApiClient } from '../api-client.ts'
import { MALLOC, ROLE_FLAGS } from '../desk-process.ts'
import { createDatabase } from '../services/fresh-database.ts'

export interface RoleProcess {
  readonly role: Role | 'all'
  readonly url: string
  readonly api: ApiClient
  readonly pid: number
  kill(signal: NodeJS.Signals): void
  readonly exited: Promise<number | null>
  /** SIGTERM; the exit code and how long it took. */
  stop(): Promise<{ readonly code: number | null; readonly millis: number }>
  output(): string
}

export interface Processes {
  readonly databaseUrl: string
  start(role: Role | 'all', env?: Readonly<Record<string, string>>): Promise<RoleProcess>
  /** Ends every process and takes the database away. */
  end(): Promise<void>
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const LATEST_MS = 90_000
export const TOKEN = 'a-token-of-the-tests'

/** Runs a program of app/ to its end. */
export function runApp(name: string, env: Readonly<Record<string, string>>): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['app/start.mjs', name], {
    cwd: ROOT,
    env: { ...process.env, LANG: 'C', LC_ALL: 'C', ...env },
    encoding: 'utf8',
    timeout: LATEST_MS,
  })
  return { code: status, output: stdout + stderr }
}

export async function openProcesses(
  url: string,
  redisUrl: string | null,
  { migrated = true }: { readonly migrated?: boolean } = {},
): Promise<Processes> {
  const database = await createDatabase(url, 'empty')
  const dataDir = await mkdtemp(join(tmpdir(), 'relaydesk-processes-'))
  const running: RoleProcess[] = []
  const common = {
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl ?? '',
    DATA_DIR: dataDir,
    API_TOKEN: TOKEN,
    SESSION_SECRET: 'a-secret-of-the-tests-long-enough',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'warn',
  }
  if (migrated) {
    const { code, output } = runApp('migrate', common)
    if (code !== 0) throw new Error(`the database was not migrated:\n${output}`)
  }
  return {
    databaseUrl: database.url,
    start: async (role, env = {}) => {
      const child = spawn(process.execPath, [...ROLE_FLAGS, 'app/start.mjs', role], {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...MALLOC, ...common, ...env },
      })
      const started = await untilReady(role, child)
      running.push(started)
      return started
    },
    end: async () => {
      for (const one of running) one.kill('SIGKILL')
      await Promise.all(running.map((one) => one.exited))
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function untilReady(role: RoleProcess['role'], child: ChildProcess): Promise<RoleProcess> {
  let output = ''
  const hear = (chunk: Buffer) => {
    output = `${output}${chunk}`.slice(-200_000)
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  let gone = false
  const exited = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => {
      gone = true
      resolve(code)
    }),
  )
  const started = performance.now()
  for (let url: string | undefined; url === undefined; ) {
    url = /READY (http:\/\/\S+)/.exec(output)?.[1]
    if (url) {
      return {
        role,
        url,
        api: new ApiClient({ url, token: TOKEN }),
        pid: child.pid ?? 0,
        kill: (signal) => void child.kill(signal),
        exited,
        stop: async () => {
          const asked = performance.now()
          child.kill('SIGTERM')
          return { code: await exited, millis: performance.now() - asked }
        },
        output: () => output,
      }
    }
    if (gone || performance.now() - started > LATEST_MS) {
      child.kill('SIGKILL')
      throw new Error(`${role} did not become ready:\n${output}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  throw new Error('unreachable')
}

/** What an event stream of rooms has said so far. */
export async function listenTo(process: RoleProcess, rooms: string, as: string): Promise<{ readonly heard: string[]; stop(): void }> {
  const stop = new AbortController()
  const heard: string[] = []
  const answer = await fetch(`${process.url}/web/stream?rooms=${rooms}&as=${as}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
    signal: stop.signal,
  })
  if (!answer.ok || !answer.body) throw new Error(`no stream: ${answer.status}`)
  const reading = (async () => {
    for await (const chunk of answer.body ?? [])
      heard.push(
        ...(Buffer.from(chunk)
          .toString()
          .match(/^event: .*$/gm) ?? []),
      )
  })()
  reading.catch(() => undefined)
  return { heard, stop: () => stop.abort() }
}

/** A desk that need not become ready: for scenarios about starts that fail. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { MALLOC, NODE_FLAGS } from '../desk-process.ts'

export interface SpawnedDesk {
  readonly child: ChildProcess
  /** Code and signal, and everything it said. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly said: string }>
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export function spawnDesk(dataDir: string, env: Readonly<Record<string, string>>): SpawnedDesk {
  const child = spawn(process.execPath, [...NODE_FLAGS, 'app/start.mjs'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...MALLOC, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'warn', LANG: 'en_US.UTF-8', ...env, DATA_DIR: dataDir },
  })
  let said = ''
  const hear = (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-50_000)
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  return {
    child,
    exited: new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal, said }))),
  }
}

/**
 * PostgreSQL for a backup or a restore, by its own programs. What is counted and what is dumped is one snapshot,
 * so a desk may work on meanwhile. The password goes to the programs by the environment: arguments are for all to see.
 */
import { spawn } from 'node:child_process'
import pg from 'pg'
import { DeskError } from '../../bot/errors.ts'
import type { Ask } from './fingerprint.ts'

export interface PostgresCopy {
  readonly ask: Ask
  close(): Promise<void>
}

/** One session without the desk's time limits: a whole table is read at once. */
export async function openPostgresCopy(url: string): Promise<PostgresCopy> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true })
  await client.connect()
  return {
    ask: async <T>(statement: string) => (await client.query(statement)).rows as readonly T[],
    close: () => client.end(),
  }
}

/** Freezes what this session sees; answers the name under which pg_dump sees the same. */
export async function freeze(ask: Ask): Promise<string> {
  await ask('begin isolation level repeatable read read only')
  const [row] = await ask<{ name: string }>('select pg_export_snapshot() as name')
  return row?.name ?? ''
}

/** Refuses a program that is not on PATH, or older than the server: pg_dump of 15 cannot read 16. */
export async function checkTool(tool: 'pg_dump' | 'pg_restore', server: number): Promise<void> {
  const said = await run(tool, ['--version'], {})
  const has = Number(/(\d+)(?:\.\d+|devel|beta|rc)/.exec(said)?.[1] ?? 0)
  if (has < server) throw new DeskError('BACKUP_REFUSED', { why: 'tool-old', tool, has, needs: server })
}

export async function serverMajor(ask: Ask): Promise<number> {
  const [row] = await ask<{ n: string }>(`select (current_setting('server_version_num')::int / 10000)::text as n`)
  return Number(row?.n ?? 0)
}

export async function pgDump(url: string, snapshot: string, file: string): Promise<void> {
  const { dsn, env } = split(url)
  const args = ['--format=custom', '--no-owner', '--no-privileges']
  await run('pg_dump', [...args, `--snapshot=${snapshot}`, `--file=${file}`, `--dbname=${dsn}`], env)
}

/** All or nothing. */
export async function pgRestore(url: string, file: string): Promise<void> {
  const { dsn, env } = split(url)
  const args = ['--no-owner', '--no-privileges', '--exit-on-error', '--single-transaction']
  await run('pg_restore', [...args, `--dbname=${dsn}`, file], env)
}

function split(url: string): { dsn: string; env: Readonly<Record<string, string>> } {
  const dsn = new URL(url)
  const password = decodeURIComponent(dsn.password)
  dsn.password = ''
  return { dsn: dsn.href, env: password === '' ? {} : { PGPASSWORD: password } }
}

function run(tool: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => {
      out = `${out}${chunk}`.slice(-2_000)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      err = `${err}${chunk}`.slice(-2_000)
    })
    child.once('error', (cause) => reject(new DeskError('BACKUP_REFUSED', { why: 'tool-missing', tool }, cause)))
    child.once('exit', (code) =>
      code === 0 ? resolve(out) : reject(new DeskError('BACKUP_REFUSED', { why: 'tool-failed', tool, said: err.trim() })),
    )
  })
}

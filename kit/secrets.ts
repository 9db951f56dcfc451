import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from './fault.ts'
import type { Settings } from './settings.ts'

/** The two secrets of a desk. `apiTokenFile`: where the token stands when it was not given in the environment. */
export interface Secrets {
  readonly apiToken: string
  readonly sessionSecret: string
  readonly apiTokenFile: string | null
}

/**
 * Takes the secrets from the settings, or from files in DATA_DIR that are made on first use, 256 bits each
 * and readable by the owner only. Processes that share a database share no directory, so with DATABASE_URL
 * both must be given.
 */
export function readSecrets(settings: Pick<Settings, 'apiToken' | 'sessionSecret' | 'dataDir' | 'databaseUrl'>): Secrets {
  const { apiToken, sessionSecret, dataDir, databaseUrl } = settings
  if (databaseUrl !== null) {
    const missing = [apiToken === null ? 'API_TOKEN' : null, sessionSecret === null ? 'SESSION_SECRET' : null].filter((key) => key !== null)
    const problems = missing.map((key) => `${key} is required with DATABASE_URL. Make one with: openssl rand -hex 32`)
    if (problems.length > 0) throw new Fault('CONFIG_INVALID', { problems: problems.join('\n') })
  }
  return {
    apiToken: apiToken ?? fromFile(dataDir, 'api-token'),
    sessionSecret: sessionSecret ?? fromFile(dataDir, 'session-secret'),
    apiTokenFile: apiToken === null ? join(dataDir, 'api-token') : null,
  }
}

function fromFile(dir: string, name: string): string {
  const path = join(dir, name)
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    create(path)
    chmodSync(path, 0o600)
    const secret = readFileSync(path, 'utf8').trim()
    if (secret.length >= 16) return secret
  } catch (error) {
    throw new Fault('DATA_DIR_UNUSABLE', { dir, file: name, why: (error as NodeJS.ErrnoException).code ?? 'unknown' }, error)
  }
  throw new Fault('DATA_DIR_UNUSABLE', { dir, file: name, why: 'the file is too short to be a secret; delete it to get a new one' })
}

/** Whole or not at all: written beside, then linked to its name, which fails if another process was first. */
function create(path: string): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = openSync(draft, 'wx', 0o600)
  try {
    writeSync(file, `${randomBytes(32).toString('hex')}\n`)
    fsyncSync(file)
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    closeSync(file)
    unlinkSync(draft)
  }
}

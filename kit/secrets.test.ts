import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSecrets } from './secrets.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'secrets-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const unset = { apiToken: null, sessionSecret: null, databaseUrl: null }

describe('secrets', () => {
  it('are made on first use, 256 bits each, for the owner only, and stay', () => {
    const dataDir = join(dir, 'data')
    const first = readSecrets({ ...unset, dataDir })
    expect(first.apiToken).toMatch(/^[0-9a-f]{64}$/)
    expect(first.sessionSecret).toMatch(/^[0-9a-f]{64}$/)
    expect(first.sessionSecret).not.toBe(first.apiToken)
    expect(first.apiTokenFile).toBe(join(dataDir, 'api-token'))
    expect(readSecrets({ ...unset, dataDir })).toEqual(first)
    expect(readdirSync(dataDir).sort()).toEqual(['api-token', 'session-secret'])
    expect(readdirSync(dataDir).map((name) => statSync(join(dataDir, name)).mode & 0o777)).toEqual([0o600, 0o600])
  })

  it('from the environment win, and no file is made', () => {
    const given = { ...unset, dataDir: dir, apiToken: 'token-token', sessionSecret: 'secret-secret-secret' }
    expect(readSecrets(given)).toEqual({ apiToken: 'token-token', sessionSecret: 'secret-secret-secret', apiTokenFile: null })
    expect(readdirSync(dir)).toEqual([])
  })

  it('must be given together with a database, and the complaint names each that is missing', () => {
    const shared = { ...unset, dataDir: dir, databaseUrl: 'postgres://db/desk' }
    expect(() => readSecrets(shared)).toThrow(/API_TOKEN is required with DATABASE_URL.*SESSION_SECRET is required with DATABASE_URL/)
    expect(() => readSecrets({ ...shared, apiToken: 'token-token' })).toThrow(/\{"problems":"SESSION_SECRET/)
    expect(readdirSync(dir)).toEqual([])
  })

  it('are refused when their file is no secret', () => {
    writeFileSync(join(dir, 'api-token'), '')
    expect(() => readSecrets({ ...unset, dataDir: dir })).toThrow(expect.objectContaining({ code: 'DATA_DIR_UNUSABLE' }) as Error)
  })
})

/** The units of deploy/systemd as systemd itself reads them, where it is on this machine. They are not run here. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const UNITS = fileURLToPath(new URL('../../deploy/systemd/', import.meta.url))
const has = spawnSync('systemd-analyze', ['--version']).status === 0
const dir = mkdtempSync(join(tmpdir(), 'relaydesk-units-'))
afterAll(() => rmSync(dir, { recursive: true }))

/** What it finds wrong with units that stand in one folder. */
function said(folder: string, units: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync('systemd-analyze', ['verify', '--man=no', ...units.map((unit) => join(folder, unit))], {
    encoding: 'utf8',
    env: { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` },
  })
  return `${stdout}${stderr}${status === 0 ? '' : `\nended with ${status}`}`.trim()
}

describe.skipIf(!has)('deploy/systemd', () => {
  it('has nothing wrong in the eyes of systemd', () => {
    expect(said(UNITS, ['relaydesk-migrate.service', ...['intake', 'worker', 'console'].map((role) => `relaydesk@${role}.service`)])).toBe(
      '',
    )
  })

  it('would have, with a word it does not know or a program that is not there', () => {
    writeFileSync(join(dir, 'wrong.service'), '[Service]\nExecStart=/usr/bin/env node\nRestrat=always\n')
    expect(said(dir, ['wrong.service'])).toContain('Restrat')
    writeFileSync(join(dir, 'gone.service'), '[Service]\nExecStart=/nowhere/node\n')
    expect(said(dir, ['gone.service'])).toContain('/nowhere/node')
  })
})

import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { check } from './check.ts'

describe('config:check', () => {
  let dir = ''
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'check-'))
  })
  afterAll(() => rm(dir, { recursive: true }))

  it('says ok and counts what the desk has', async () => {
    const { ok, text } = await check(join(import.meta.dirname, 'desk.yaml'))
    expect(ok).toBe(true)
    expect(text).toMatch(/: ok \(\d+ categories, 3 teams, \d+ agents, \d+ routing rules, \d+ promise rules\)$/)
  })

  it('names every error and counts them', async () => {
    const file = join(dir, 'bad.yaml')
    await writeFile(file, 'lang: fr\n')
    const { ok, text } = await check(file)
    expect(ok).toBe(false)
    expect(text).toContain(`${file}:1:7 lang: there is no lang “fr”  → use one of:`)
    expect(text.split('\n').at(-1)).toBe(`${file}: ${text.split('\n').length - 1} errors`)
  })

  it('says so when the file is not there', async () => {
    expect(await check(join(dir, 'none.yaml'))).toMatchObject({ ok: false, text: expect.stringContaining('no such file') })
  })

  it('ends with code 1 when there is an error, so that a script stops', async () => {
    const file = join(dir, 'bad.yaml')
    await writeFile(file, 'lang: fr\n')
    const run = promisify(execFile)(process.execPath, [join(import.meta.dirname, 'check.ts'), file])
    await expect(run).rejects.toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('→') })
  })
})

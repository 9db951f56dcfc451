import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UNDERSTAND_3 } from '../models/prompts/understand-3.ts'
import { openMockEndpoint } from './mock-endpoint.ts'
import { readRows } from './rows.ts'
import { shippedConfig } from './shipped-desk.ts'
import { FROZEN, Row, run } from './understand.ts'

it('the frozen set has sixty turns or more, and names only keys of the shipped desk', async () => {
  const rows = await readRows(FROZEN, Row)
  const config = await shippedConfig()
  expect(rows.length).toBeGreaterThanOrEqual(60)
  expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
  for (const { want } of rows) {
    for (const { category, fields } of want) {
      if (category !== null) expect(config.categories.map((one) => one.key)).toContain(category)
      for (const name of Object.keys(fields)) expect(config.fields.map((one) => one.key)).toContain(name)
    }
  }
  for (const part of [/\p{Script=Han}/u, /^[\x20-\x7e|]+$/])
    expect(rows.filter((row) => part.test(row.said.join('|'))).length).toBeGreaterThan(15)
})

describe('what an endpoint answered to the frozen set', () => {
  let dir: string
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'understand-'))
  })
  afterAll(() => rm(dir, { recursive: true }))
  const rows = [
    { id: 'a', said: ['口红断了，电话 13812345678'], want: [{ intent: 'problem', category: null }] },
    { id: 'b', said: ['thanks a lot'], want: [{ intent: 'thanks', category: null }] },
  ]
  const linesOf = (all: readonly unknown[]) => all.map((row) => `${JSON.stringify(row)}\n`).join('')
  type Told = { model: object | null; recorded?: { intent: { share: number }; real: boolean; deskChangedSince: boolean }[] }

  it('is kept with a key set, read again without, and refused for another prompt, another row or a call that was not made', async () => {
    const [file, other, kept] = ['f.jsonl', 'other.jsonl', 'kept.jsonl'].map((name) => join(dir, name)) as [string, string, string]
    await writeFile(file, linesOf(rows))
    await writeFile(other, linesOf([rows[0], { ...rows[1], said: ['thanks a million'] }]))
    const mock = await openMockEndpoint()
    const live = (await run(['--file', file, '--record', kept], { OPENAI_API_KEY: 'secret-key', OPENAI_BASE_URL: mock.url })) as Told
    await mock.close()
    expect(live.model).toMatchObject({ intent: { rows: 2, share: 0.5 } })
    const text = await readFile(kept, 'utf8')
    for (const word of ['secret-key', '13812345678']) expect(text).not.toContain(word)
    const again = (await run(['--file', file, '--recorded', kept], {})) as Told
    expect(again).toMatchObject({ model: null, recorded: [{ ...live.model, from: kept, prompt: UNDERSTAND_3, deskChangedSince: false }] })
    await expect(run(['--file', other, '--recorded', kept], {})).rejects.toThrow(
      /^No fixture for prompt understand-\d+ .* run with a key .* lacks b/,
    )
    await writeFile(kept, text.replace(UNDERSTAND_3, 'understand-1'))
    await expect(run(['--file', file, '--recorded', kept], {})).rejects.toThrow(
      /^No fixture .* run with a key .* recorded with understand-1/,
    )
    await writeFile(
      kept,
      text.replace('"answers":[', '"answers":[{"status":400,"text":"{\\"error\\":{\\"message\\":\\"no response_format\\"}}"},'),
    )
    expect(((await run(['--file', file, '--recorded', kept], {})) as Told).recorded?.[0]?.intent.share).toBe(0.5)
    await writeFile(kept, text.replace('"answers":[{"status":200', '"answers":[{"status":500'))
    await expect(run(['--file', file, '--recorded', kept], {})).rejects.toThrow()
  }, 120_000)

  it('stands in the repository for the prompt of today, and says of a mock that it is one', async () => {
    const { recorded = [] } = (await run([], {})) as Told
    expect(recorded.length).toBeGreaterThan(0)
    for (const name of await readdir('eval/recorded')) {
      const [head = ''] = (await readFile(join('eval/recorded', name), 'utf8')).split('\n')
      expect(JSON.parse(head)).toMatchObject({ prompt: UNDERSTAND_3, real: !name.includes('mock') })
    }
  }, 120_000)
})

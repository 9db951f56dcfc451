import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
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

it('a recording of an earlier prompt is not taken for this one', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'understand-'))
  const recorded = join(dir, 'r.jsonl')
  const file = join(dir, 'f.jsonl')
  await writeFile(file, JSON.stringify({ id: 'u01', said: ['thanks'], want: [{ intent: 'thanks', category: null }] }))
  const claim = { about: 'intent', matter: 0, intent: 'thanks', confidence: 1, words: { message: 'm1', start: 0, end: 6 } }
  try {
    await writeFile(recorded, JSON.stringify({ id: 'u01', prompt: 'understand-2', model: 'm', claims: [claim] }))
    expect(await run(['--file', file, '--recorded', recorded], {})).toMatchObject({
      local: { intent: { rows: 1 } },
      model: { recorded: true, intent: { rows: 1, share: 1 } },
    })
    await writeFile(recorded, JSON.stringify({ id: 'u01', prompt: 'understand-1', model: 'm', claims: [claim] }))
    await expect(run(['--file', file, '--recorded', recorded], {})).rejects.toThrow(/recorded with understand-1/)
  } finally {
    await rm(dir, { recursive: true })
  }
}, 60_000)

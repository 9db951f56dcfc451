/** `npm run import`: tickets of old become what the desk knows. */
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDesk, freshDesk } from '../desk-template.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Words that no shipped example has. */
const THINGS = ['纵列', '横梁', '托臂', '卡榫', '滑轨', '锁扣', '支脚', '导槽', '压条', '护角', '挡板', '转轴', '吊片', '托盘', '边框']
const OLD = THINGS.flatMap((thing) => [`鹈鹕架的${thing}`, `鹈鹕架${thing}图纸`])

let desk: FreshDesk
beforeAll(async () => {
  desk = await freshDesk()
}, 120_000)
afterAll(() => desk.stop())

const categoryOf = async (customer: string, text: string) => (await desk.open(customer, text)).category
const model = async () =>
  (
    await sql<{ version: number; examples: number }>`select version, examples from model order by version desc limit 1`.execute(
      desk.db.kysely,
    )
  ).rows[0]

it('teaches the desk what its old tickets were about, as a new version of its model', async () => {
  const before = await model()
  const asked = '鹈鹕架的立柱图纸'
  const first = await categoryOf('before', asked)
  expect(first).not.toBe('business/cooperation')
  const file = join(desk.dir, 'old.csv')
  await writeFile(file, `question,type\n${OLD.map((text) => `${text},架子\n`).join('')}`)
  // The embedded database serves one process.
  await desk.desk.stop()
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['app/import.ts', '--file', file, '--map', 'text=question,category=type', '--labels', '架子=business/cooperation', '--write'],
    { cwd: ROOT, env: { ...process.env, DATA_DIR: desk.dir, DESK_CONFIG: join(desk.dir, 'desk.yaml'), DATABASE_URL: '' } },
  )
  expect(JSON.parse(stdout)).toMatchObject({ rows: OLD.length, usable: OLD.length, written: OLD.length, errors: 0 })
  await desk.restart()
  expect((await desk.call('POST', '/v1/settings/retrain', {})).status).toBe(202)
  const after = await desk.until(async () => {
    const now = await model()
    return now && before && now.version > before.version && now
  })
  expect(after.examples).toBeGreaterThanOrEqual((before?.examples ?? 0) + OLD.length)
  await desk.until(async () => (await categoryOf(desk.fresh('after'), asked)) === 'business/cooperation')
}, 120_000)

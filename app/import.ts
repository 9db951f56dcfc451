/**
 * `npm run import -- --file tickets.csv --map text=question,category=type [--labels 退货=returns/return,…] [--lang zh-CN] [--write]`:
 * tickets of old become examples to learn from. Without `--write` nothing is changed: it only says what would be.
 */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { DeskConfig } from '../bot/domain/desk-config.ts'
import { fold } from '../bot/domain/fold.ts'
import { isLang, LANGS } from '../bot/domain/lang.ts'
import { DeskError } from '../bot/errors.ts'
import { texts } from '../bot/texts/index.ts'
import { type Columns, readHistory } from '../config/read-history.ts'
import { createIds } from '../kit/ids.ts'
import { createLog } from '../kit/log.ts'
import { readSettings } from '../kit/settings.ts'
import { createConfigStore } from '../storage/config-store.ts'
import { createExampleStore } from '../storage/example-store.ts'
import { openStorage } from './open-storage.ts'
import { tellAndExit, terminalLang } from './tell-failure.ts'

const USAGE =
  'npm run import -- --file tickets.csv --map text=question,category=type[,lang=language] [--labels 退货=returns/return,…] [--lang zh-CN] [--write]'
/** More errors than this are a wrong `--map`, not mistakes to mend one by one. */
const MOST_ERRORS = 50

try {
  const { values } = parseArgs({
    options: {
      file: { type: 'string' },
      map: { type: 'string' },
      labels: { type: 'string' },
      lang: { type: 'string' },
      write: { type: 'boolean' },
    },
  })
  const columns = columnsOf(values.map ?? '')
  if (!values.file || !columns || (values.lang !== undefined && !isLang(values.lang))) throw new DeskError('INPUT_INVALID', { why: USAGE })
  const say = texts(terminalLang()).history
  const text = await readText(values.file)
  const storage = await openStorage(readSettings(process.env), createLog({ level: 'warn' }))
  const ids = createIds()
  const { config } = (await createConfigStore(storage.db, ids)).current()
  const read = readHistory(text, {
    format: /\.(?:jsonl|ndjson)$/i.test(values.file) ? 'jsonl' : 'csv',
    columns,
    categories: config.categories.map((one) => one.key),
    labels: labelsOf(config, values.labels ?? ''),
    fallbackLang: values.lang ?? config.lang,
  })
  if ('missing' in read) {
    await storage.close()
    process.stderr.write(`${say.columnMissing(read.missing, read.columns.join(', '))}\n`)
    process.exit(1)
  }
  for (const { line, fault, value } of read.errors.slice(0, MOST_ERRORS))
    process.stderr.write(`${say.line(values.file, line, say.faults[fault](value))}\n`)
  if (read.errors.length > MOST_ERRORS) process.stderr.write(`${say.more(read.errors.length - MOST_ERRORS)}\n`)
  const added = values.write ? await createExampleStore(storage.db, ids).seed(read.examples, 'import') : 0
  await storage.close()
  process.stderr.write(`${values.write ? say.written(added) : say.dry(read.examples.length)}\n`)
  const { rows, examples, doubled, errors } = read
  const byCategory = Object.fromEntries(
    [...Map.groupBy(examples, (one) => one.category)].map(([key, all]) => [key, all.length] as const).toSorted(([, a], [, b]) => b - a),
  )
  console.log(JSON.stringify({ rows, usable: examples.length, doubled, errors: errors.length, written: added, byCategory }))
  process.exit(0)
} catch (error) {
  tellAndExit(error)
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new DeskError('INPUT_INVALID', { why: `${file}: ${(cause as NodeJS.ErrnoException).code ?? cause}` }, cause)
  }
}

/** `text=question,category=type`; null where text or category is not named. */
function columnsOf(map: string): Columns | null {
  const { text, category, lang = null } = Object.fromEntries(pairsOf(map)) as Partial<Record<keyof Columns, string>>
  return text && category ? { text, category, lang } : null
}

/** What a label of the old system means: what `--labels` says, else a category that is called so in any language. */
function labelsOf({ categories }: DeskConfig, given: string): ReadonlyMap<string, string> {
  const own = categories.flatMap(({ key, labels }) =>
    LANGS.flatMap((lang) => [labels[lang], labels[lang].split('/').at(-1) ?? ''].map((label) => [fold(label), key] as const)),
  )
  return new Map([...own.toReversed(), ...pairsOf(given).map(([label, key]) => [fold(label), key] as const)])
}

function pairsOf(text: string): readonly (readonly [string, string])[] {
  return text.split(',').flatMap((pair) => {
    const at = pair.lastIndexOf('=')
    return at > 0 && at < pair.length - 1 ? [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const] : []
  })
}

/** Reads config/examples: sentences as customers write them, one file per category, for training and tests. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isLang, type Lang } from '../bot/domain/lang.ts'
import { Fault } from '../kit/fault.ts'
import { asMap } from './loose.ts'
import { readYaml } from './read-yaml.ts'

/** The label of sentences that ask for nothing. Only for training: the taxonomy has no such category. */
export const SMALLTALK = 'none/smalltalk'

export interface Example {
  readonly text: string
  readonly lang: Lang
  /** The file's folder and name, such as `after-sales/quality`; also `none/smalltalk`, and `mood/angry` for moods. */
  readonly category: string
}

/** In the order of names, languages and lines; the same on every machine. Throws CONFIG_INVALID for a file it cannot use. */
export async function loadExamples(dir: string): Promise<readonly Example[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  const groups = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const files = await Promise.all(groups.toSorted().map((group) => filesOf(dir, group)))
  return (await Promise.all(files.flat().map(({ file, category }) => examplesOf(file, category)))).flat()
}

async function filesOf(dir: string, group: string): Promise<readonly { readonly file: string; readonly category: string }[]> {
  const names = (await readdir(join(dir, group))).filter((name) => name.endsWith('.yaml'))
  return names.toSorted().map((name) => ({ file: join(dir, group, name), category: `${group}/${name.slice(0, -'.yaml'.length)}` }))
}

async function examplesOf(file: string, category: string): Promise<readonly Example[]> {
  const { value, reporter } = readYaml(await readFile(file, 'utf8'), file)
  const [error] = reporter.errors()
  if (error) throw new Fault('CONFIG_INVALID', { file, line: error.line, says: error.says })
  return Object.entries(asMap(value)).flatMap(([lang, texts]) => {
    if (!isLang(lang)) throw bad(file, reporter.lineOf([lang]), `“${lang}” is not a language of the desk`)
    if (!Array.isArray(texts)) throw bad(file, reporter.lineOf([lang]), 'a list of sentences must stand here')
    return texts.map((text: unknown, i) => {
      if (typeof text !== 'string' || text.trim() === '')
        throw bad(file, reporter.lineOf([lang, i]), 'a sentence must stand here; quote it if it looks like a number')
      return { text, lang, category }
    })
  })
}

function bad(file: string, line: number, says: string): Fault {
  return new Fault('CONFIG_INVALID', { file, line, says })
}

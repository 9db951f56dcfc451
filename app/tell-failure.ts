/** Tells a person at a terminal why a command could not run, in words, and ends it. */

import { isLang, type Lang } from '../bot/domain/lang.ts'
import { type DeskError, ERRORS, type ErrorCode, type ErrorFacts } from '../bot/errors.ts'
import { texts } from '../bot/texts/index.ts'

/** The language of the terminal: LANG zh_TW → zh-TW, other zh → zh-CN, else en. */
export function terminalLang(env: Readonly<Record<string, string | undefined>> = process.env): Lang {
  const [name = ''] = (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '').split('.')
  const tag = name.replace('_', '-')
  if (isLang(tag)) return tag
  return /^zh-(HK|MO|Hant)/.test(tag) ? 'zh-TW' : tag.startsWith('zh') ? 'zh-CN' : 'en'
}

/** Title, what to do, and the facts; for anything without a name the error itself. */
export function failureText(error: unknown, lang: Lang = terminalLang()): string {
  const known = error as Partial<DeskError>
  if (typeof known.code === 'string' && known.code in ERRORS) {
    const words = texts(lang).errors[known.code as ErrorCode]
    const facts = (known.facts ?? {}) as ErrorFacts
    const more = known.code === 'UNEXPECTED' ? `\n${facts['said'] ?? known.stack ?? ''}` : ''
    return `${words.title}\n${words.detail(facts)}\n(${known.code})${more}`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

export function tellAndExit(error: unknown): never {
  process.stderr.write(`${failureText(error)}\n`)
  process.exit(1)
}

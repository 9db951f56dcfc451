/**
 * `npm run doctor [-- --lang en|zh-CN|zh-TW] [--json]`: looks at all a desk depends on and says what to do about what
 * is wrong. Works with the desk running or stopped, and changes nothing: a file it puts there to see whether that works it takes away again. Exit code 1 when something does not work.
 */
import { parseArgs } from 'node:util'
import { isLang } from '../bot/domain/lang.ts'
import { DeskError } from '../bot/errors.ts'
import { lookAt } from './doctor/look.ts'
import { isBad, tellMachine, tellPerson } from './doctor/tell.ts'
import { tellAndExit, terminalLang } from './tell-failure.ts'

try {
  const { values } = parseArgs({ options: { lang: { type: 'string' }, json: { type: 'boolean', default: false } } })
  const lang = values.lang ?? terminalLang()
  if (!isLang(lang)) throw new DeskError('INPUT_INVALID', { where: '--lang', why: 'en, zh-CN, zh-TW' })
  const found = await lookAt(process.env)
  console.log((values.json ? tellMachine : tellPerson)(found, lang, process.env))
  process.exit(found.some(isBad) ? 1 : 0)
} catch (error) {
  tellAndExit(error)
}

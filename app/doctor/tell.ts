/** Words what was found: a line for a person, or JSON for a machine. Whatever a fact may hold, no secret leaves here. */
import type { Lang } from '../../bot/domain/lang.ts'
import { FINDINGS, type Finding, type FindingState } from '../../bot/ports/check.ts'
import { texts } from '../../bot/texts/index.ts'
import { SETTINGS } from '../../kit/settings.ts'

type Env = Readonly<Record<string, string | undefined>>

const MARKS: Readonly<Record<FindingState, string>> = { ok: '✓', warn: '!', bad: '✗', off: '–' }
/** A shorter secret would blot out half of what is said. */
const SHORTEST = 6

export const isBad = ({ code }: Finding): boolean => FINDINGS[code] === 'bad'

/** One line each. */
export function tellPerson(found: readonly Finding[], lang: Lang, env: Env): string {
  const { areas, say, well, wrong } = texts(lang).doctor
  const lines = found.map(({ area, code, facts }) => `${MARKS[FINDINGS[code]]} ${areas[area]}: ${say[code](facts).replaceAll('\n', ' ')}`)
  const bad = found.filter(isBad).length
  return withoutSecrets([...lines, bad === 0 ? well : wrong(bad)].join('\n'), env)
}

/** One object: `ok`, and every finding with its state, code, facts and words. */
export function tellMachine(found: readonly Finding[], lang: Lang, env: Env): string {
  const { say } = texts(lang).doctor
  const findings = found.map(({ area, code, facts }) => ({ area, state: FINDINGS[code], code, facts, text: say[code](facts) }))
  return withoutSecrets(JSON.stringify({ ok: !found.some(isBad), findings }), env)
}

/** The values of all secret settings, and the passwords in addresses among them. */
function withoutSecrets(text: string, env: Env): string {
  const values = Object.values(SETTINGS).flatMap(({ key, secret }) => (secret ? [env[key]?.trim() ?? ''] : []))
  const passwords = values.flatMap((value) =>
    URL.canParse(value) ? [new URL(value).password, decodeURIComponent(new URL(value).password)] : [],
  )
  const hidden = [...values, ...passwords].filter((value) => value.length >= SHORTEST).sort((a, b) => b.length - a.length)
  return hidden.reduce((said, value) => said.replaceAll(value, '***'), text)
}

import type { Lang } from '../domain/lang.ts'
import type { Finding } from '../domain/send-gate.ts'
import { texts } from '../texts/index.ts'

/** Why the gate stops a reply, and the piece of it that is meant; a rule that is called as that piece says it already. */
export function gateReason({ code, facts }: Pick<Finding, 'code' | 'facts'>, said: string | null | undefined, lang: Lang): string {
  const why = texts(lang).gate.reasons[code](facts)
  return said && !why.endsWith(said) ? `${why} · ${said}` : why
}

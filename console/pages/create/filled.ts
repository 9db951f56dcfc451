/** A filled form as the wish it is, and the field a refusal belongs to. */
import type { NewTicket } from '../api-types.ts'

/** Names of the inputs that are fields of the template; as bot/commands/create.ts has them. */
const FIELD = 'field.'

/** What was left empty is not sent. */
export function ticketOf(filled: Readonly<Record<string, string>>): Omit<NewTicket, 'as' | 'id'> {
  const said = Object.entries(filled).filter(([, words]) => words !== '')
  const one = (name: 'category' | 'team' | 'priority') => (filled[name] ? { [name]: filled[name] } : {})
  const fields = said.flatMap(([name, words]) => (name.startsWith(FIELD) ? [[name.slice(FIELD.length), words] as const] : []))
  return {
    text: filled['text'] ?? '',
    ...(filled['customer'] ? { customer: { name: filled['customer'] } } : {}),
    ...one('category'),
    ...one('team'),
    ...one('priority'),
    ...(fields.length > 0 ? { fields: Object.fromEntries(fields) } : {}),
  }
}

const WHERE: Readonly<Record<string, string>> = {
  CUSTOMER_AMBIGUOUS: 'customer',
  CUSTOMER_NOT_FOUND: 'customer',
  CATEGORY_NOT_FOUND: 'category',
  TEAM_NOT_FOUND: 'team',
  AGENT_NOT_FOUND: 'as',
  INPUT_TOO_LARGE: 'text',
}

/** Null: it is about no field of its own, and is told above the form. */
export function whereWrong(code: string): string | null {
  return WHERE[code] ?? null
}

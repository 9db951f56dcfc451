import type { OpenView } from './front.ts'

type Json = Readonly<Record<string, unknown>>

interface InputBlock {
  readonly block_id: string
  readonly element: Json & { readonly type: string; readonly action_id: string }
}

/** What can be filled in; a form may show other blocks beside. */
function inputsOf(view: Json): readonly InputBlock[] {
  return (view['blocks'] as readonly Json[]).filter(({ type }) => type === 'input') as unknown as readonly InputBlock[]
}

/** An input that the form does not have cannot be filled. */
export function filled({ id, hash, view }: OpenView, values: Readonly<Record<string, string>>): Json {
  const blocks = inputsOf(view)
  const missing = Object.keys(values).filter((name) => !blocks.some((block) => block.element.action_id === name))
  if (missing.length > 0) throw new Error(`the form has no input ${missing.join(', ')}`)
  const state = Object.fromEntries(
    blocks.map(({ block_id, element: { type, action_id } }) => {
      const value = values[action_id] ?? null
      const given = type === 'static_select' ? { type, selected_option: value === null ? null : { value } } : { type, value }
      return [block_id, { [action_id]: given }]
    }),
  )
  return { ...view, id, hash, state: { values: state } }
}

/** A form as it stands, but for one answer to its first input, or for answers by the names of its inputs. */
export function asItStands({ id, hash, view }: OpenView, answer: string | Readonly<Record<string, string>>): Json {
  const values = inputsOf(view).map(({ block_id, element }, i) => {
    const { type, action_id } = element
    const chosen = element['initial_option'] as { value: string } | undefined
    const first = typeof answer === 'string' && i === 0 ? answer : undefined
    const said =
      first ?? (typeof answer === 'string' ? undefined : answer[action_id]) ?? chosen?.value ?? String(element['initial_value'] ?? '')
    const given = type === 'static_select' ? { type, selected_option: said === '' ? null : { value: said } } : { type, value: said || null }
    return [block_id, { [action_id]: given }]
  })
  return { ...view, id, hash, state: { values: Object.fromEntries(values) } }
}

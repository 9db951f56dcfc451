import type { OpenView } from './front.ts'

/** An input that the form does not have cannot be filled. */
export function filled({ id, hash, view }: OpenView, values: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const blocks = view['blocks'] as readonly { block_id: string; element: { type: string; action_id: string } }[]
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

import type { DeskConfig, FieldDef } from './desk-config.ts'

/** What a form asks for of a category: its template, in the template's order, what is required first. */
export function templateOf(category: string | null, config: Pick<DeskConfig, 'categories' | 'fields'>): readonly FieldDef[] {
  const found = config.categories.find((one) => one.key === category)
  return [...(found?.required ?? []), ...(found?.optional ?? [])].flatMap((key) => config.fields.find((one) => one.key === key) ?? [])
}

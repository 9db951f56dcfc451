import type { DeskConfig, FieldDef } from '../domain/desk-config.ts'

/** What the template of a category still lacks, in the template's order: the desk asks for these and no others. */
export function missingFields(
  category: string | null,
  fields: readonly { readonly name: string }[],
  config: DeskConfig,
): readonly FieldDef[] {
  const known = new Set(fields.map((field) => field.name))
  const required = config.categories.find((one) => one.key === category)?.required ?? []
  return required.filter((key) => !known.has(key)).flatMap((key) => config.fields.find((field) => field.key === key) ?? [])
}

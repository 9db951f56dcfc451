/** What a value typed by a person must look like, by the kind of its field. Values of models are held to the customer's words instead. */
import type { FieldDef } from './desk-config.ts'
import { fold } from './fold.ts'
import { tidyValue } from './looks-like.ts'

/** The value as it is kept, or null when the words are none of its kind: a choice may be named by its label. */
export function fieldValue(field: FieldDef, words: string): string | null {
  if (!field.choices) return tidyValue(field.kind, words)
  const said = fold(words.trim())
  return field.choices.find((c) => c.key === words.trim() || Object.values(c.labels).some((label) => fold(label) === said))?.key ?? null
}

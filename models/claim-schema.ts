/**
 * What a language model answers about a turn. It quotes words instead of counting offsets, because models copy
 * well and count badly; code finds the quotes.
 *
 * The schema sent to the endpoint holds the closed lists. The one that reads the answer is laxer about keys:
 * one foreign key should cost one claim, dropped by verification, and not the whole reading.
 */
import { z } from 'zod'
import { INTENTS } from '../bot/domain/claim.ts'
import type { DeskConfig } from '../bot/domain/desk-config.ts'
import { MOODS, PRIORITIES } from '../bot/domain/ticket.ts'

type Key = (values: readonly string[]) => z.ZodType<string>

const quote = z.object({ message: z.int(), quote: z.string() })

function answerShape(key: Key, lists: { readonly categories: readonly string[]; readonly fields: readonly string[] }) {
  const category = z.object({ category: key(lists.categories), confidence: z.number() })
  const matter = z.object({
    intent: key(INTENTS),
    intent_confidence: z.number(),
    intent_words: quote,
    category: category.nullable(),
    other_categories: z.array(category),
    category_words: quote,
    fields: z.array(z.object({ name: key(lists.fields), value: z.string(), confidence: z.number(), words: quote })),
    mood: key(MOODS),
    mood_words: quote,
    urgency: key(PRIORITIES).nullable(),
    urgency_words: quote.nullable(),
    ticket: z.string().nullable(),
    title: z.string(),
    summary: z.string(),
  })
  return z.object({ matters: z.array(matter) })
}

const schemas = new WeakMap<DeskConfig, Readonly<Record<string, unknown>>>()

/**
 * JSON schema for the endpoint: exactly the keys of this config. It is the same for every customer, because an
 * endpoint keeps what it was sent before only up to the first difference.
 */
export function claimSchema(config: DeskConfig): Readonly<Record<string, unknown>> {
  const known = schemas.get(config)
  if (known) return known
  const shape = answerShape(
    // An empty enum is no schema; a list that is empty allows only the empty word.
    (values) => z.enum(values.length > 0 ? [...values] : ['']),
    { categories: config.categories.map((one) => one.key), fields: config.fields.map((one) => one.key) },
  )
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { reused: 'ref' })
  schemas.set(config, schema)
  return schema
}

/** For reading an answer. Unknown properties are left out, keys are checked later against the lists. */
export const answerSchema = answerShape(() => z.string(), { categories: [], fields: [] })
export type ModelAnswer = z.infer<typeof answerSchema>

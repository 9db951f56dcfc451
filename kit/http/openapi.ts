/** What every part of /v1 shares: one way to check input, one shape of failure, one shape of list. */
import { OpenAPIHono, z } from '@hono/zod-openapi'
import { cleanText } from '../json.ts'
import { refuseInvalid } from './problem.ts'
import type { RouterEnv } from './router-env.ts'

export type Api = OpenAPIHono<RouterEnv>

/** A part of /v1; input its schemas refuse is answered as INPUT_INVALID. Parts are merged by `route('/', part)`. */
export function createApi(): Api {
  return new OpenAPIHono<RouterEnv>({ defaultHook: refuseInvalid })
}

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().openapi({ description: 'What happened and what to do, in the language of Accept-Language (en, zh-CN, zh-TW).' }),
    instance: z.string(),
    code: z.string().openapi({ description: 'Stable; a row of docs/errors.md.' }),
    facts: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .openapi('Problem')

const SAYS = {
  400: 'The input does not have the expected form.',
  401: 'No valid token.',
  403: 'Not allowed.',
  404: 'Not found.',
  409: 'Not possible in this state.',
  413: 'Too large.',
  422: 'Names something the desk does not have.',
  500: 'A mistake of the desk.',
  503: 'Not available now.',
} as const

/** Failed answers of a route. Every route can also answer 401 and 500. */
export function problems<const Status extends keyof typeof SAYS>(...statuses: readonly Status[]) {
  const answer = (status: keyof typeof SAYS) => ({
    description: SAYS[status],
    content: { 'application/problem+json': { schema: problem } },
  })
  return Object.fromEntries([...statuses, 401 as const, 500 as const].map((status) => [status, answer(status)])) as Record<
    Status | 401 | 500,
    ReturnType<typeof answer>
  >
}

/** A successful answer in JSON. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } }
}

/** A body in JSON that must be there. */
export function body<Schema extends z.ZodType>(schema: Schema) {
  return { body: { required: true, content: { 'application/json': { schema } } } }
}

/** A name, key or id: short, not empty, and storable as it is, because a cleaned id would be another id. */
export function word(max = 200) {
  return z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !cleanText(text).changed, 'holds characters that cannot be stored')
}

/** Words of a person: what cannot be stored becomes U+FFFD, one for one. */
export function words(max: number) {
  return z
    .string()
    .max(max)
    .transform((text) => cleanText(text).text)
    .openapi({ type: 'string', maxLength: max })
}

/** A parameter of a query. An empty one is as good as none, because forms and templates send such. */
export function param(max = 200) {
  return z
    .string()
    .max(max)
    .refine((text) => !cleanText(text).changed, 'holds characters that cannot be stored')
    .transform((text) => text || undefined)
    .optional()
    .openapi({ type: 'string', maxLength: max })
}

/** A whole number of a query, empty or not there: `otherwise`. */
export function whole<Other extends number | undefined>(min: number, max: number, otherwise: Other) {
  return z
    .string()
    .regex(/^\d{0,10}$/, 'is not a whole number')
    .optional()
    .transform((text) => (text ? Number(text) : otherwise))
    .refine((n) => n === undefined || (n >= min && n <= max), `is not between ${min} and ${max}`)
    .openapi({ type: 'integer', minimum: min, maximum: max, ...(otherwise === undefined ? {} : { default: otherwise }) })
}

export const limit = whole(1, 200, 50)
export const next = z.string().nullable().openapi({ description: 'The cursor of the rest; null when there is no more.' })
export const time = z.iso.datetime().openapi({ example: '2026-11-20T08:30:00.000Z' })

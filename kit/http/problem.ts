/** Failures as RFC 9457 answers: one shape for every error a client of the desk can get. */
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { z } from 'zod'
import { Fault, type FaultFacts, type NamedFailure, namedFailure } from '../fault.ts'
import type { Lang } from './lang.ts'
import type { RouterContext } from './router-env.ts'

/** When to try again what is not available now, seconds. */
const RETRY_AFTER = 2

/** Words a failure for a person. kit knows no texts, so the desk's are handed in. */
export type WordFailure = (code: string, facts: FaultFacts, lang: Lang) => { readonly title: string; readonly detail: string }

/** The body of every failed answer. `type` leads to the row of docs/errors.md. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
  readonly code: string
  readonly facts: FaultFacts
}

/**
 * The failure an error stands for. `stranger` is the error itself when nobody gave it a name: it is ours to
 * mend, so it is logged in full and answered as UNEXPECTED with nothing of it but the request's id.
 */
export function failureOf(error: unknown, c: RouterContext): { readonly failure: NamedFailure; readonly stranger: unknown } {
  const known = namedFailure(error) ?? c.get('bodyFault') ?? fromHono(error)
  if (known !== null && known !== undefined) return { failure: known, stranger: null }
  return { failure: new Fault('UNEXPECTED', { request: c.get('requestId') }), stranger: error }
}

function fromHono(error: unknown): Fault | null {
  if (!(error instanceof HTTPException)) return null
  if (error.status === 400) return new Fault('INPUT_INVALID', { why: error.message }, error)
  if (error.status === 413) return new Fault('INPUT_TOO_LARGE', {}, error)
  return error.status === 404 ? new Fault('ROUTE_NOT_FOUND', {}, error) : null
}

export function answerProblem(c: RouterContext, failure: NamedFailure, word: WordFailure): Response {
  const { code, http, facts } = failure
  const lang = c.get('lang')
  const { title, detail } = word(code, facts, lang)
  const problem: Problem = { type: `/docs/errors#${code}`, title, status: http, detail, instance: c.req.path, code, facts }
  if (http === 401) c.header('www-authenticate', 'Bearer')
  if (http === 503) c.header('retry-after', String(facts['retryAfter'] ?? RETRY_AFTER))
  return c.body(JSON.stringify(problem), http as ContentfulStatusCode, {
    'content-type': 'application/problem+json',
    'content-language': lang,
    vary: 'Accept-Language',
  })
}

/** For the `defaultHook` of an OpenAPIHono: input its schema refuses becomes INPUT_INVALID with where and why. */
export function refuseInvalid(result: { readonly success: true } | { readonly success: false; readonly error: z.core.$ZodError }): void {
  if (result.success) return
  const [issue] = result.error.issues
  throw new Fault('INPUT_INVALID', { where: issue?.path.join('.') ?? '', why: issue?.message ?? '' })
}

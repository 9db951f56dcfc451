import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { routePath } from 'hono/route'
import { Fault } from '../fault.ts'
import type { Log } from '../log.ts'
import { limitBody } from './body-limit.ts'
import { langOf } from './lang.ts'
import { answerProblem, failureOf, type WordFailure } from './problem.ts'
import type { Router, RouterEnv } from './router-env.ts'
import { secureHeaders } from './secure-headers.ts'

export interface RouterOptions {
  readonly log: Log
  readonly word: WordFailure
  /** Told the code of every failed answer, for the metrics. */
  readonly onFailure?: (code: string) => void
}

/**
 * The one router of a process, on which everybody mounts routes. Promises every answer a request id, safe
 * headers and, when something fails, a problem in the reader's language; handlers just throw.
 */
export function createRouter({ log, word, onFailure }: RouterOptions): Router {
  const router = new Hono<RouterEnv>()
  router.use(async (c, next) => {
    const given = c.req.header('x-request-id')
    c.set('requestId', given !== undefined && /^[\w-]{8,64}$/.test(given) ? given : randomUUID())
    c.set('lang', langOf(c.req.header('accept-language')))
    const { outgoing } = c.env ?? {}
    outgoing?.setHeader('x-request-id', c.get('requestId'))
    await next()
    if (!outgoing) c.res.headers.set('x-request-id', c.get('requestId'))
  })
  router.use(secureHeaders)
  router.use(limitBody)
  router.notFound((c) => {
    onFailure?.('ROUTE_NOT_FOUND')
    return answerProblem(c, new Fault('ROUTE_NOT_FOUND', { path: c.req.path }), word)
  })
  router.onError((error, c) => {
    const { failure, stranger } = failureOf(error, c)
    onFailure?.(failure.code)
    const fields = { request: c.get('requestId'), method: c.req.method, route: routePath(c, -1), code: failure.code }
    if (stranger === null) log.debug('request refused', fields)
    else if (c.req.raw.signal.aborted) log.debug('request given up by its client', fields)
    else log.error('request failed', { ...fields, error: stranger })
    return answerProblem(c, failure, word)
  })
  return router
}

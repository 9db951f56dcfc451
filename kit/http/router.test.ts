import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { describe, expect, it } from 'vitest'
import { Fault } from '../fault.ts'
import { createLog } from '../log.ts'
import { bodyUpTo } from './body-limit.ts'
import { createRouter } from './create-router.ts'
import { type Problem, refuseInvalid } from './problem.ts'
import type { Router, RouterEnv } from './router-env.ts'

const MB = 1024 * 1024

function start(): { router: Router; lines: string[]; codes: string[] } {
  const lines: string[] = []
  const codes: string[] = []
  const router = createRouter({
    log: createLog({ level: 'info', out: { write: (line) => lines.push(line) } }),
    word: (code, facts, lang) => ({ title: `${code} in ${lang}`, detail: JSON.stringify(facts) }),
    onFailure: (code) => codes.push(code),
  })
  router.post('/echo', async (c) => c.json(await c.req.json()))
  router.post('/files', bodyUpTo(3 * MB), async (c) => c.json({ size: (await c.req.arrayBuffer()).byteLength }))
  router.post('/form', async (c) => c.json(await c.req.parseBody()))
  return { router, lines, codes }
}

async function problemOf(answer: Response | Promise<Response>): Promise<Problem> {
  const { headers, status, ...rest } = await answer
  void rest
  const awaited = await answer
  expect(headers.get('content-type')).toBe('application/problem+json')
  const problem = (await awaited.json()) as Problem
  expect(problem.status).toBe(status)
  return problem
}

const json = (body: string, headers = {}) => ({ method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })

/** A body of unknown length, as a client sends it in chunks. */
function chunks(bytes: number): ReadableStream<Uint8Array> {
  let left = bytes
  return new ReadableStream({
    pull(out) {
      const size = Math.min(left, 64 * 1024)
      if (size === 0) return out.close()
      left -= size
      out.enqueue(new Uint8Array(size).fill(0x20))
    },
  })
}

describe('router', () => {
  it('gives every answer a request id and headers that let our pages load our own files only', async () => {
    const { router } = start()
    for (const path of ['/echo', '/nowhere']) {
      const { headers } = await router.request(path, json('{}'))
      expect(headers.get('x-request-id')).toMatch(/^[\w-]{8,64}$/)
      expect(headers.get('content-security-policy')).toContain("script-src 'self';")
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
    }
  })

  it('keeps the request id it was given, unless that is no id', async () => {
    const { router } = start()
    const idOf = async (id: string) => (await router.request('/echo', json('{}', { 'x-request-id': id }))).headers.get('x-request-id')
    expect(await idOf('abc-1234')).toBe('abc-1234')
    expect(await idOf('<script>alert(1)</script>')).not.toContain('script')
  })

  it('lets a route set headers of its own', async () => {
    const { router } = start()
    router.get('/file', (c) => c.text('x', 200, { 'content-security-policy': 'sandbox', 'cache-control': 'max-age=60' }))
    const { headers } = await router.request('/file')
    expect([headers.get('content-security-policy'), headers.get('cache-control')]).toEqual(['sandbox', 'max-age=60'])
  })

  it.each([
    ['zh-Hant-HK', 'zh-TW'],
    ['zh-TW,zh;q=0.9,en;q=0.8', 'zh-TW'],
    ['zh-HK', 'zh-TW'],
    ['zh', 'zh-CN'],
    ['zh-Hans-SG', 'zh-CN'],
    ['fr, zh-CN;q=0.4, en;q=0.7', 'en'],
    ['en;q=0, zh-CN', 'zh-CN'],
    ['fr', 'en'],
    ['', 'en'],
  ])('answers a failure to "%s" in %s', async (accepted, lang) => {
    const { router } = start()
    const answer = await router.request('/nowhere', { headers: { 'accept-language': accepted } })
    expect(answer.headers.get('content-language')).toBe(lang)
    expect((await problemOf(answer)).title).toBe(`ROUTE_NOT_FOUND in ${lang}`)
  })

  it('answers any failure that has a code, a status and facts as a problem', async () => {
    const { router, lines, codes } = start()
    router.get('/v1/tickets/9', () => {
      throw Object.assign(new Error('x'), { code: 'TICKET_NOT_FOUND', http: 404, facts: { number: 9 } })
    })
    expect(await problemOf(router.request('/v1/tickets/9?token=a'))).toEqual({
      type: '/docs/errors#TICKET_NOT_FOUND',
      title: 'TICKET_NOT_FOUND in en',
      status: 404,
      detail: '{"number":9}',
      instance: '/v1/tickets/9',
      code: 'TICKET_NOT_FOUND',
      facts: { number: 9 },
    })
    expect(lines).toEqual([])
    expect(codes).toEqual(['TICKET_NOT_FOUND'])
  })

  it.each([
    [{}, '2'],
    [{ retryAfter: 1 }, '1'],
  ])('says when to try again what is not available now: %o', async (facts, seconds) => {
    const { router } = start()
    router.get('/v1/tickets/9', () => {
      throw Object.assign(new Error('x'), { code: 'UNAVAILABLE', http: 503, facts })
    })
    expect((await router.request('/v1/tickets/9')).headers.get('retry-after')).toBe(seconds)
  })

  it('answers any other failure with its request id and nothing else, and logs it in full', async () => {
    const { router, lines } = start()
    router.get('/bug/:secret', () => {
      throw new TypeError('x is not a function', { cause: new Error('deeper') })
    })
    const answer = await router.request('/bug/abc')
    const request = answer.headers.get('x-request-id')
    const problem = await problemOf(answer)
    expect(problem).toMatchObject({ status: 500, code: 'UNEXPECTED', facts: { request } })
    expect(JSON.stringify(problem)).not.toMatch(/not a function|router\.test/)
    const line = JSON.parse(lines[0] ?? '')
    expect(line).toMatchObject({
      level: 'error',
      request,
      route: '/bug/:secret',
      error: { name: 'TypeError', cause: { message: 'deeper' } },
    })
    expect(line.error.stack).toContain('router.test')
  })

  it('asks who is not signed in for a bearer token', async () => {
    const { router } = start()
    router.get('/v1/tickets', () => {
      throw new Fault('NOT_SIGNED_IN')
    })
    expect((await router.request('/v1/tickets')).headers.get('www-authenticate')).toBe('Bearer')
  })
})

describe('bodies', () => {
  it.each([
    ['cut', '{"a":'],
    ['missing', ''],
    ['nested without end', '['.repeat(5000)],
  ])('that should be JSON and are %s are INPUT_INVALID', async (_, body) => {
    const { router, lines } = start()
    expect(await problemOf(router.request('/echo', json(body)))).toMatchObject({ status: 400, code: 'INPUT_INVALID' })
    expect(lines).toEqual([])
  })

  it('that should be a form and are none are INPUT_INVALID', async () => {
    const { router } = start()
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    expect(await problemOf(router.request('/form', { method: 'POST', body: 'no', headers }))).toMatchObject({ code: 'INPUT_INVALID' })
  })

  it('of 1 MB are taken, and one byte more is INPUT_TOO_LARGE, announced or not', async () => {
    const { router } = start()
    const full = `"${'x'.repeat(MB - 2)}"`
    expect((await router.request('/echo', json(full))).status).toBe(200)
    expect((await router.request('/echo', json(full, { 'content-length': String(MB) }))).status).toBe(200)
    const over = { status: 413, code: 'INPUT_TOO_LARGE', facts: { max: MB } }
    expect(await problemOf(router.request('/echo', json(`${full} `)))).toMatchObject(over)
    expect(await problemOf(router.request('/echo', json(`${full} `, { 'content-length': String(MB + 1) })))).toMatchObject(over)
  })

  it('may be larger where a route says so', async () => {
    const { router } = start()
    const post = (bytes: number) => router.request('/files', { method: 'POST', body: chunks(bytes), duplex: 'half' } as RequestInit)
    expect(await (await post(3 * MB)).json()).toEqual({ size: 3 * MB })
    expect(await problemOf(post(3 * MB + 1))).toMatchObject({ code: 'INPUT_TOO_LARGE', facts: { max: 3 * MB } })
  })

  it('a schema checks fail with the same codes, and say where', async () => {
    const { router } = start()
    const v1 = new OpenAPIHono<RouterEnv>({ defaultHook: refuseInvalid })
    const schema = z.object({ customer: z.object({ id: z.string() }) })
    const route = createRoute({
      method: 'post',
      path: '/messages',
      request: { body: { required: true, content: { 'application/json': { schema } } } },
      responses: { 202: { description: 'taken' } },
    })
    v1.openapi(route, (c) => c.body(null, 202))
    router.route('/v1', v1)
    const post = (body: string) => router.request('/v1/messages', json(body))
    expect((await post('{"customer":{"id":"a"}}')).status).toBe(202)
    expect(await problemOf(post('{"customer":{"id":1}}'))).toMatchObject({ code: 'INPUT_INVALID', facts: { where: 'customer.id' } })
    expect(await problemOf(post('{'))).toMatchObject({ status: 400, code: 'INPUT_INVALID' })
    expect(await problemOf(post(`"${'x'.repeat(MB)}"`))).toMatchObject({ status: 413, code: 'INPUT_TOO_LARGE' })
  })
})

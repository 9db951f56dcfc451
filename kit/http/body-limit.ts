import type { MiddlewareHandler } from 'hono'
import { Fault } from '../fault.ts'
import { parseJson } from '../json.ts'
import type { RouterContext, RouterEnv } from './router-env.ts'

const MB = 1024 * 1024

/** What a route takes unless it says more. */
export const BODY_MAX = MB

/** Put before a handler that takes more than the usual 1 MB. */
export function bodyUpTo(bytes: number): MiddlewareHandler<RouterEnv> {
  return async (c, next) => {
    c.set('bodyMax', bytes)
    await next()
  }
}

/**
 * Makes reading a body safe on every route: too many bytes reject with INPUT_TOO_LARGE, what is no JSON or no
 * form with INPUT_INVALID. Decided when the body is read, so that a route can raise the limit first; a body
 * whose announced length is small enough costs nothing more.
 */
export const limitBody: MiddlewareHandler<RouterEnv> = async (c, next) => {
  c.set('bodyMax', BODY_MAX)
  const { formData, parseBody } = c.req
  const refuseForm = (error: unknown) => refuse(c, error, new Fault('INPUT_INVALID', { why: 'not a form' }, error))
  c.req.json = async () => parseJson(await c.req.text().catch((error) => refuse(c, error))) as never
  c.req.formData = () => formData.call(c.req).catch(refuseForm)
  c.req.parseBody = (...options: []) => parseBody.apply(c.req, options).catch(refuseForm) as never
  const announced = Number(c.req.header('content-length') ?? Number.NaN)
  const bodyless = c.req.method === 'GET' || c.req.method === 'HEAD'
  if (!(bodyless || announced <= BODY_MAX) && c.req.raw.body !== null) c.req.raw = limited(c, c.req.raw.body, announced)
  await next()
}

function refuse(c: RouterContext, error: unknown, fault?: Fault): never {
  throw c.get('bodyFault') ?? fault ?? error
}

function limited(c: RouterContext, body: ReadableStream<Uint8Array>, announced: number): Request {
  const reader = body.getReader()
  let taken = Number.isNaN(announced) ? 0 : announced
  const counted = new ReadableStream<Uint8Array>(
    {
      async pull(out) {
        const max = c.get('bodyMax')
        const read = taken > max ? null : await reader.read()
        if (read?.done) return out.close()
        if (Number.isNaN(announced)) taken += read?.value.byteLength ?? 0
        if (read !== null && taken <= max) return out.enqueue(read.value)
        const fault = new Fault('INPUT_TOO_LARGE', { max })
        c.set('bodyFault', fault)
        out.error(fault)
        await reader.cancel(fault)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
  return new Request(c.req.raw, { body: counted, duplex: 'half' } as RequestInit)
}

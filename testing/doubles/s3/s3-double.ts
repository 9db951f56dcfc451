/**
 * An S3-compatible store in memory that speaks the protocol over HTTP and believes nothing: every request's
 * signature (AWS Signature Version 4) is worked out again from its bytes, and a body must have the hash it claims.
 */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { whyUnsigned } from './signature.ts'

export interface S3Double {
  /** `http://127.0.0.1:<port>`, for the endpoint of BLOB_URL. */
  readonly url: string
  readonly keyId: string
  readonly secret: string
  readonly region: string
  readonly bucket: string
  /** Objects by key. */
  readonly objects: ReadonlyMap<string, Buffer>
  /** Every request: method, path, and the status it got. */
  readonly requests: readonly { readonly method: string; readonly path: string; readonly status: number }[]
  /** The next requests get these answers instead. */
  fail(...statuses: readonly number[]): void
  close(): Promise<void>
}

/** A request that is older or younger than this is refused. */
const SKEW_MS = 15 * 60_000

export async function openS3Double(bucket = 'desk-files'): Promise<S3Double> {
  const [keyId, secret, region] = ['AKIDOFTHEDOUBLE', 'secret/of+the/double', 'eu-test-1']
  const objects = new Map<string, Buffer>()
  const requests: { method: string; path: string; status: number }[] = []
  const failures: number[] = []

  const answer = (method: string, path: string, headers: IncomingMessage['headers'], body: Buffer): Answer => {
    const failure = failures.shift()
    if (failure !== undefined) return refusal(failure, failure === 307 ? 'TemporaryRedirect' : 'SlowDown')
    const unsigned = whyUnsigned({ method, path, headers }, { keyId, secret, region, now: Date.now(), skewMs: SKEW_MS })
    if (unsigned) return refusal(403, unsigned)
    const [, named = '', ...rest] = decodeURIComponent(path).split('/')
    const key = rest.join('/')
    if (named !== bucket) return refusal(404, 'NoSuchBucket')
    const found = objects.get(key)
    switch (method) {
      case 'PUT':
        if (headers['content-length'] === undefined) return refusal(411, 'MissingContentLength')
        if (createHash('sha256').update(body).digest('hex') !== headers['x-amz-content-sha256'])
          return refusal(400, 'XAmzContentSHA256Mismatch')
        objects.set(key, body)
        return { status: 200, body: Buffer.alloc(0) }
      case 'DELETE':
        objects.delete(key)
        return { status: 204, body: Buffer.alloc(0) }
      case 'GET':
      case 'HEAD':
        return found ? { status: 200, body: found } : refusal(404, 'NoSuchKey')
      default:
        return refusal(405, 'MethodNotAllowed')
    }
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const [method = '', path = ''] = [request.method, request.url]
    const { status, body } = answer(method, path, request.headers, Buffer.concat(parts))
    requests.push({ method, path, status })
    const moved = status === 307 ? { location: 'http://127.0.0.1:9/elsewhere' } : {}
    response.writeHead(status, { 'content-length': body.byteLength, ...moved })
    response.end(method === 'HEAD' ? undefined : body)
  }
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keyId,
    secret,
    region,
    bucket,
    objects,
    requests,
    fail: (...statuses) => void failures.push(...statuses),
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }
}

interface Answer {
  readonly status: number
  readonly body: Buffer
}

function refusal(status: number, code: string): Answer {
  return { status, body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`) }
}

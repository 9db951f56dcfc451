/** AWS Signature Version 4, checked the way a store checks it: from the request as it came, never from what the client says it signed. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export interface Signed {
  readonly method: string
  /** As it stood in the request line. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

export interface Keys {
  readonly keyId: string
  readonly secret: string
  readonly region: string
  readonly now: number
  readonly skewMs: number
}

/** What must be signed at least, so that no request can be turned into another. */
const ALWAYS = ['host', 'x-amz-content-sha256', 'x-amz-date']

/** Null when the request is signed with these keys; else the code S3 answers with. */
export function whyUnsigned({ method, path, headers }: Signed, { keyId, secret, region, now, skewMs }: Keys): string | null {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    )
  if (!match) return 'AccessDenied'
  const [, id = '', day = '', where = '', names = '', signature = ''] = match
  if (id !== keyId) return 'InvalidAccessKeyId'
  if (where !== region) return 'AuthorizationHeaderMalformed'
  const date = String(headers['x-amz-date'] ?? '')
  if (!date.startsWith(day) || Math.abs(now - millis(date)) > skewMs) return 'RequestTimeTooSkewed'
  const signed = names.split(';')
  if (!ALWAYS.every((name) => signed.includes(name))) return 'AccessDenied'
  const [pathname = '', search = ''] = path.split('?')
  const query = search.split('&').filter(Boolean).sort().join('&')
  const canonical = [
    method,
    pathname,
    query,
    ...signed.map(
      (name) =>
        `${name}:${String(headers[name] ?? '')
          .trim()
          .replace(/\s+/g, ' ')}`,
    ),
    '',
    names,
    String(headers['x-amz-content-sha256'] ?? ''),
  ].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', date, scope, createHash('sha256').update(canonical).digest('hex')].join('\n')
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer>((last, part) => hmac(last, part), Buffer.from(`AWS4${secret}`))
  const expected = hmac(key, toSign)
  return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? null : 'SignatureDoesNotMatch'
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function millis(amzDate: string): number {
  return Date.parse(amzDate.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')) || 0
}

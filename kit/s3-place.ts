/** Where blobs lie in an S3-compatible store: `s3://bucket[/prefix]?region=…&endpoint=…&style=path|virtual`. */

export interface S3Place {
  readonly bucket: string
  readonly region: string
  /** The address of a key. */
  urlOf(key: string): string
}

/**
 * Reads BLOB_URL. Without `endpoint` it is Amazon's own, with the bucket in the host name; with one, the bucket is
 * in the path unless `style=virtual` says otherwise. Throws an Error that says what is wrong.
 */
export function readS3Place(text: string): S3Place {
  const url = new URL(text)
  const bucket = url.hostname
  if (url.protocol !== 's3:' || !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) throw new Error('must look like s3://bucket')
  if (url.username || url.password || url.port) throw new Error('must not hold keys or a port; the keys are settings of their own')
  const region = url.searchParams.get('region') || 'us-east-1'
  const given = url.searchParams.get('endpoint')
  const style = url.searchParams.get('style') ?? (given ? 'path' : 'virtual')
  if (!/^[a-z0-9-]{1,40}$/.test(region)) throw new Error('has a region that is none')
  if (style !== 'path' && style !== 'virtual') throw new Error('has a style that is neither path nor virtual')
  const endpoint = readEndpoint(given ?? `https://s3.${region}.amazonaws.com`)
  const prefix = url.pathname.split('/').filter(Boolean).map(encodeURIComponent).join('/')
  const base = style === 'virtual' ? `${endpoint.protocol}//${bucket}.${endpoint.host}` : `${endpoint.origin}/${bucket}`
  return { bucket, region, urlOf: (key) => [base, prefix, key].filter(Boolean).join('/') }
}

function readEndpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || (url.pathname !== '/' && url.pathname !== ''))
    throw new Error('has an endpoint that is not an address such as https://minio.example.com')
  return url
}

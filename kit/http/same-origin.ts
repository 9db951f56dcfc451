/** What a browser tells about where a request comes from: just the headers. */
type Asked = { readonly method: string; readonly headers: Headers }

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * May this request change something on the strength of a cookie, or of being on this machine? Only one of our
 * own pages may, or a program that is no browser. Without this any web page could post to a desk on a laptop.
 */
export function isSameOrigin({ method, headers }: Asked, publicUrl: string | null): boolean {
  if (READS.has(method)) return true
  const site = headers.get('sec-fetch-site')
  // `same-site` is refused: another port of localhost is the same site.
  if (site !== null) return site === 'same-origin' || site === 'none'
  const origin = headers.get('origin')
  if (origin === null) return true
  if (!URL.canParse(origin)) return false
  const { host } = new URL(origin)
  return host === headers.get('host')?.toLowerCase() || (publicUrl !== null && host === new URL(publicUrl).host)
}

/** `localhost`, 127.x.x.x or ::1, as the HOST setting has it. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host)
}

/**
 * Is the desk open to this request without sign-in? Only when it listens on this machine alone *and* is
 * addressed as this machine (a foreign name that resolves to 127.0.0.1 is an attack), nobody forwarded it, and
 * PUBLIC_URL does not say that it is reached from elsewhere (a proxy may rewrite Host and tell nothing).
 */
export function isOpen(
  settings: { readonly host: string; readonly publicUrl: string | null },
  request: { readonly headers: Headers },
): boolean {
  const { headers } = request
  if (!isLoopback(settings.host)) return false
  if (settings.publicUrl !== null && !isLoopback(new URL(settings.publicUrl).hostname)) return false
  if (['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'].some((name) => headers.has(name))) return false
  return isLoopback((headers.get('host') ?? '').replace(/:\d{1,5}$/, ''))
}

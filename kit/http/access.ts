/**
 * Who may use the console and the REST API (design §7): whoever brings the API token, whoever signed in with
 * it, and on a desk that listens on this machine only, whoever sits at this machine. An agent with a link of
 * their own signs in as that agent and nobody else: what they may, others decide by `agent`.
 */
import { hash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { Fault } from '../fault.ts'
import type { Tokens } from '../tokens.ts'
import type { Lang } from './lang.ts'
import { type LoginFailure, type LoginWords, loginPage } from './login-page.ts'
import type { Router, RouterContext, RouterEnv } from './router-env.ts'
import { isOpen, isSameOrigin } from './same-origin.ts'
import { createTries } from './tries.ts'

export interface AccessOptions {
  readonly settings: { readonly host: string; readonly publicUrl: string | null }
  readonly apiToken: string
  readonly tokens: Tokens
  readonly wordLogin: (lang: Lang) => LoginWords
  readonly now?: () => number
}

export interface Access {
  /** Lets in by token, cookie or openness. A browser that asks for a page is led to /login, others get 401. */
  readonly desk: MiddlewareHandler<RouterEnv>
  /** Also lets in agents who signed in as themselves, with `agent` set: the caller must ask what that agent may. */
  readonly staff: MiddlewareHandler<RouterEnv>
  /** Lets in by `Authorization: Bearer <API_TOKEN>` only. */
  readonly token: MiddlewareHandler<RouterEnv>
  /** How a request would get in; null: not at all. For routes that only show more to those who are in. */
  entryOf(c: RouterContext): RouterEnv['Variables']['entry'] | null
  /** Id of the agent whose cookie this is; whether they still work here is not known here. */
  agentOf(c: RouterContext): string | null
  /** Where an agent signs in as themselves, a path, until then (milliseconds since 1970). */
  linkFor(agent: string): { readonly path: string; readonly until: number }
  /** Adds GET and POST /login and POST /logout. */
  mount(router: Router): void
}

const COOKIE = 'relaydesk'
const SIGNED_IN_MS = 7 * 24 * 3600_000
const LINK_MS = 24 * 3600_000

export function createAccess({ settings, apiToken, tokens, wordLogin, now = Date.now }: AccessOptions): Access {
  const tries = createTries({ max: 10, ms: 15 * 60_000, now })
  // What a cookie vouches for: whoever had this token. A new token ends every session of the old one.
  const vouched = digest(apiToken).toString('hex').slice(0, 16)
  const admin = `admin:${vouched}`
  /** Of a cookie or a link: the agent it is for. */
  const agentIn = (value: string | null) => {
    const [kind, by, agent] = value?.split(':') ?? []
    return kind === 'agent' && by === vouched && agent ? agent : null
  }
  const wanted = digest(apiToken)
  const isToken = (given: string) => timingSafeEqual(digest(given), wanted)
  const secure = settings.publicUrl?.startsWith('https:') ?? false
  const cookie = { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const

  const entryOf = (c: RouterContext) => {
    const bearer = c.req.header('authorization')
    if (bearer !== undefined) return /^bearer /i.test(bearer) && isToken(bearer.slice(7).trim()) ? 'token' : null
    if (tokens.openCookie(getCookie(c, COOKIE), now()) === admin) return 'cookie'
    return isOpen(settings, c.req.raw) ? 'open' : null
  }
  const refuseForeign = (c: RouterContext) => {
    if (!isSameOrigin(c.req.raw, settings.publicUrl)) throw new Fault('NOT_ALLOWED', { why: 'cross-origin' })
  }
  const agentOf = (c: RouterContext) =>
    c.req.header('authorization') === undefined ? agentIn(tokens.openCookie(getCookie(c, COOKIE), now())) : null
  const signIn = (c: RouterContext, who: string) =>
    setCookie(c, COOKIE, tokens.signCookie(who, now() + SIGNED_IN_MS), { ...cookie, maxAge: SIGNED_IN_MS / 1000 })
  const page = (c: RouterContext, next: string, failure: LoginFailure, status: 200 | 401 | 429, link?: string) => {
    // Under `no-referrer` a form is posted with `Origin: null`, and where there is no https that is all we are told.
    c.header('referrer-policy', 'same-origin')
    return c.html(loginPage(wordLogin(c.get('lang')), c.get('lang'), next, failure, link), status)
  }

  const desk: MiddlewareHandler<RouterEnv> = async (c, next) => {
    const entry = entryOf(c)
    if (entry === null) {
      const wantsPage = c.req.method === 'GET' && (c.req.header('accept') ?? '').includes('text/html')
      if (!wantsPage) throw new Fault('NOT_SIGNED_IN')
      const { pathname, search } = new URL(c.req.url)
      return c.redirect(`/login?next=${encodeURIComponent(pathname + search)}`, 303)
    }
    if (entry !== 'token') refuseForeign(c)
    c.set('entry', entry)
    return next()
  }

  return {
    entryOf,
    agentOf,
    linkFor: (agent) => {
      const until = now() + LINK_MS
      return { path: `/login?link=${encodeURIComponent(tokens.signLink(`agent:${vouched}:${agent}`, until))}`, until }
    },
    desk,
    staff: async (c, next) => {
      const agent = entryOf(c) === null ? agentOf(c) : null
      if (agent === null) return desk(c, next)
      refuseForeign(c)
      c.set('entry', 'agent')
      c.set('agent', agent)
      return next()
    },
    token: async (c, next) => {
      if (entryOf(c) !== 'token') throw new Fault('NOT_SIGNED_IN')
      c.set('entry', 'token')
      return next()
    },
    mount: (router) => {
      router.get('/login', (c) => {
        const next = localPath(c.req.query('next'))
        const link = c.req.query('link')
        // Only pressing its button signs in: what merely looks at links does not.
        if (link !== undefined) return agentIn(tokens.openLink(link, now())) ? page(c, next, null, 200, link) : page(c, next, 'stale', 401)
        return entryOf(c) === null ? page(c, next, null, 200) : c.redirect(next, 303)
      })
      router.post('/login', async (c) => {
        refuseForeign(c)
        const address = c.env?.incoming?.socket.remoteAddress ?? 'unknown'
        const form = await c.req.parseBody()
        const next = localPath(form['next'])
        if (tries.isLocked(address)) return page(c, next, 'locked', 429)
        if (form['link'] !== undefined) {
          const agent = agentIn(tokens.openLink(form['link'], now()))
          if (agent === null) return page(c, next, 'stale', 401)
          signIn(c, `agent:${vouched}:${agent}`)
          return c.redirect(next, 303)
        }
        const given = form['token']
        if (typeof given !== 'string' || !isToken(given.trim())) {
          tries.failed(address)
          return page(c, next, 'wrong', 401)
        }
        tries.forget(address)
        signIn(c, admin)
        return c.redirect(next, 303)
      })
      router.post('/logout', (c) => {
        refuseForeign(c)
        deleteCookie(c, COOKIE, cookie)
        return c.redirect('/login', 303)
      })
    },
  }
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}

/** A path on this desk, never the address of another. */
function localPath(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/'
  const base = 'http://desk.invalid'
  const url = URL.canParse(next, base) ? new URL(next, base) : null
  // `/.//elsewhere` has our origin and yet a path that a browser takes for another host.
  return url?.origin === base && !url.pathname.startsWith('//') ? url.pathname + url.search : '/'
}

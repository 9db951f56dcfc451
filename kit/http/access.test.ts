import { describe, expect, it } from 'vitest'
import { createLog } from '../log.ts'
import { createTokens } from '../tokens.ts'
import { createAccess } from './access.ts'
import { createRouter } from './create-router.ts'
import type { Router } from './router-env.ts'
import { networkOf } from './tries.ts'

const TOKEN = 'the token of the desk'
const MINUTE = 60_000

interface Desk {
  ask(path: string, init?: { method?: string; headers?: Record<string, string>; body?: string; from?: string }): Promise<Response>
  clock: { now: number }
  /** Where the agent signs in as themselves. */
  linkFor(agent: string): string
}

function desk(settings: { host?: string; publicUrl?: string | null; apiToken?: string } = {}): Desk {
  const clock = { now: 1_000_000 }
  const router: Router = createRouter({ log: createLog({ level: 'silent' }), word: (title) => ({ title, detail: '' }) })
  const access = createAccess({
    settings: { host: settings.host ?? '127.0.0.1', publicUrl: settings.publicUrl ?? null },
    apiToken: settings.apiToken ?? TOKEN,
    tokens: createTokens('a secret of the desk'),
    wordLogin: (lang) => ({
      title: `Sign in <${lang}>`,
      hint: '',
      label: '',
      button: '',
      wrong: 'wrong token',
      locked: 'too many tries',
      link: 'your link',
      stale: 'no longer valid',
    }),
    now: () => clock.now,
  })
  access.mount(router)
  router.use('/console/*', access.desk)
  router.all('/console/tickets', (c) => c.json({ entry: c.get('entry') }))
  router.use('/rooms/*', access.staff)
  router.all('/rooms/here', (c) => c.json({ entry: c.get('entry'), agent: c.get('agent') ?? null }))
  router.use('/v1/*', access.token)
  router.all('/v1/tickets', (c) => c.json({ entry: c.get('entry') }))
  return {
    clock,
    linkFor: (agent) => access.linkFor(agent).path,
    ask: async (path, { from = '203.0.113.9', headers = {}, ...init } = {}) =>
      router.request(path, { ...init, headers: { host: 'localhost:3000', ...headers } }, {
        incoming: { socket: { remoteAddress: from } },
      } as object),
  }
}

/** A desk that listens to the world, where only signing in helps. */
const wide = { host: '0.0.0.0' }
const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }

function signIn({ ask }: Desk, token = TOKEN, next = '/', from?: string) {
  const body = new URLSearchParams({ token, next }).toString()
  return ask('/login', { method: 'POST', headers: form, body, ...(from === undefined ? {} : { from }) })
}

async function cookieOf(answer: Response): Promise<string> {
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

describe('openness', () => {
  it.each([
    ['127.0.0.1', 'localhost:3000', true],
    ['127.0.0.1', 'LOCALHOST', true],
    ['localhost', '127.0.0.1:3000', true],
    ['::1', '[::1]:3000', true],
    ['0.0.0.0', 'localhost:3000', false],
    ['192.168.1.5', 'localhost:3000', false],
    ['127.0.0.1', 'desk.example:3000', false],
    ['127.0.0.1', 'localhost.evil.example', false],
    ['127.0.0.1', '127.0.0.1.nip.io:3000', false],
    ['127.0.0.1', 'localhost:3000@evil.example', false],
    ['127.0.0.1', '', false],
  ])('of a desk on %s addressed as "%s" is %s', async (host, addressed, open) => {
    const answer = await desk({ host }).ask('/console/tickets', { headers: { host: addressed } })
    expect(answer.status).toBe(open ? 200 : 401)
  })

  it('ends where a proxy forwards', async () => {
    const answer = await desk().ask('/console/tickets', { headers: { 'x-forwarded-for': '203.0.113.9' } })
    expect(answer.status).toBe(401)
  })

  it('does not cover the REST API, which wants the token always', async () => {
    const { ask } = desk()
    expect((await ask('/v1/tickets')).status).toBe(401)
    expect((await ask('/v1/tickets', { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(200)
  })

  it('does not excuse a wrong token', async () => {
    expect((await desk().ask('/console/tickets', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401)
  })
})

describe('other web pages', () => {
  const foreign = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'http://localhost:8080' },
    { origin: 'null' },
    { origin: 'nonsense' },
  ]
  it.each(foreign)('can change nothing on an open desk: %o', async (headers) => {
    const { ask } = desk()
    expect((await ask('/console/tickets', { method: 'POST', headers })).status).toBe(403)
    expect((await ask('/console/tickets', { method: 'DELETE', headers })).status).toBe(403)
    expect((await ask('/login', { method: 'POST', headers })).status).toBe(403)
    expect((await ask('/logout', { method: 'POST', headers })).status).toBe(403)
  })

  it.each(foreign)('can change nothing with the cookie of who is signed in: %o', async (headers) => {
    const there = desk(wide)
    const cookie = await cookieOf(await signIn(there))
    expect((await there.ask('/console/tickets', { method: 'POST', headers: { ...headers, cookie } })).status).toBe(403)
  })

  it.each([{ 'sec-fetch-site': 'same-origin' }, { origin: 'http://localhost:3000' }, { origin: 'https://desk.example' }, {}])(
    'are told from our own and from programs: %o',
    async (headers) => {
      const there = desk({ publicUrl: 'https://desk.example' })
      const cookie = await cookieOf(await signIn(there))
      expect((await there.ask('/console/tickets', { method: 'POST', headers: { ...headers, cookie } })).status).toBe(200)
    },
  )

  it('with the token may do everything, because no browser adds it by itself', async () => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'sec-fetch-site': 'cross-site' }
    expect((await desk(wide).ask('/console/tickets', { method: 'POST', headers })).status).toBe(200)
  })
})

describe('a desk that is reached from elsewhere', () => {
  it('asks for sign-in even on a loopback address, because a proxy may rewrite the Host and tell nothing', async () => {
    expect((await desk({ publicUrl: 'https://desk.example' }).ask('/console/tickets')).status).toBe(401)
    expect((await desk({ publicUrl: 'http://localhost:3000' }).ask('/console/tickets')).status).toBe(200)
  })
})

describe('signing in', () => {
  it('leads who asks for a page to the form and back to that page', async () => {
    const there = desk(wide)
    const led = await there.ask('/console/tickets?state=new', { headers: { accept: 'text/html' } })
    expect([led.status, led.headers.get('location')]).toEqual([303, '/login?next=%2Fconsole%2Ftickets%3Fstate%3Dnew'])
    const page = await there.ask('/login?next=%2Fconsole%2Ftickets%3Fstate%3Dnew', { headers: { 'accept-language': 'zh-HK' } })
    const html = await page.text()
    expect(html).toContain('<title>Sign in &lt;zh-TW&gt;</title>')
    expect(html).toContain('value="/console/tickets?state=new"')
    expect(html).not.toContain('<script')
    // Else the browser would post the form with `Origin: null`.
    expect(page.headers.get('referrer-policy')).toBe('same-origin')
    expect((await signIn(there, TOKEN, '/console/tickets?state=new')).headers.get('location')).toBe('/console/tickets?state=new')
  })

  it('lasts seven days, in a cookie that scripts and other sites cannot use', async () => {
    const there = desk({ ...wide, publicUrl: 'https://desk.example' })
    const answer = await signIn(there)
    const set = answer.headers.get('set-cookie') ?? ''
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Secure', 'Path=/', 'Max-Age=604800']) expect(set).toContain(part)
    const cookie = await cookieOf(answer)
    const enter = async () => (await there.ask('/console/tickets', { headers: { cookie } })).status
    expect(await enter()).toBe(200)
    there.clock.now += 7 * 24 * 60 * MINUTE
    expect(await enter()).toBe(401)
  })

  it('ends for all when the token is changed', async () => {
    const cookie = await cookieOf(await signIn(desk(wide)))
    const changed = desk({ ...wide, apiToken: 'another token' })
    expect((await changed.ask('/console/tickets', { headers: { cookie } })).status).toBe(401)
  })

  it('ends with signing out', async () => {
    const answer = await desk(wide).ask('/logout', { method: 'POST' })
    expect(answer.headers.get('set-cookie')).toMatch(/^relaydesk=; Max-Age=0/)
  })

  it('is refused without the token, and with a cookie of our own making', async () => {
    const there = desk(wide)
    expect((await signIn(there, 'wrong')).status).toBe(401)
    expect((await signIn(there, '')).status).toBe(401)
    expect((await there.ask('/console/tickets', { headers: { cookie: 'relaydesk=admin' } })).status).toBe(401)
    expect((await there.ask('/console/tickets', { headers: { cookie: 'relaydesk=admin' } })).headers.get('set-cookie')).toBeNull()
  })

  it.each(['https://evil.example/', '//evil.example/', '/\\evil.example/', '/.//evil.example/', '/%0a//evil', 'javascript:alert(1)', ''])(
    'never leads to another site: %s',
    async (next) => {
      const location = (await signIn(desk(wide), TOKEN, next)).headers.get('location') ?? ''
      expect(new URL(location, 'http://desk.example').host).toBe('desk.example')
    },
  )

  it('is closed to an address after ten wrong tokens in fifteen minutes, even with the right one', async () => {
    const there = desk(wide)
    for (let n = 0; n < 10; n++) expect((await signIn(there, `wrong ${n}`)).status).toBe(401)
    const locked = await signIn(there)
    expect(locked.status).toBe(429)
    expect(await locked.text()).toContain('too many tries')
    expect((await signIn(there, TOKEN, '/', '203.0.113.10')).status).toBe(303)
    there.clock.now += 15 * MINUTE
    expect((await signIn(there)).status).toBe(303)
  })

  it('counts afresh after it went well', async () => {
    const there = desk(wide)
    for (let n = 0; n < 9; n++) await signIn(there, 'wrong')
    await signIn(there)
    expect((await signIn(there, 'wrong')).status).toBe(401)
    expect((await signIn(there)).status).toBe(303)
  })

  it.each([
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
  ])('counts %s as %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})

describe('an agent with a link of their own', () => {
  const press = (one: Desk, path: string) => {
    const link = new URL(path, 'http://localhost').searchParams.get('link') ?? ''
    return one.ask('/login', { method: 'POST', headers: form, body: new URLSearchParams({ link }).toString() })
  }

  it('signs in as that agent by pressing the button, and not by the link being looked at', async () => {
    const one = desk(wide)
    const path = one.linkFor('agent-7')
    const seen = await one.ask(path)
    expect([seen.status, seen.headers.get('set-cookie'), (await seen.text()).includes('your link')]).toEqual([200, null, true])
    const answer = await press(one, path)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Lax/)
    const cookie = await cookieOf(answer)
    expect(await (await one.ask('/rooms/here', { headers: { cookie } })).json()).toEqual({ entry: 'agent', agent: 'agent-7' })
  })

  it('is let in nowhere else, and changes nothing from another site', async () => {
    const one = desk(wide)
    const cookie = await cookieOf(await press(one, one.linkFor('agent-7')))
    expect((await one.ask('/console/tickets', { headers: { cookie } })).status).toBe(401)
    expect((await one.ask('/v1/tickets', { headers: { cookie } })).status).toBe(401)
    const foreign = { cookie, 'sec-fetch-site': 'cross-site' }
    expect((await one.ask('/rooms/here', { method: 'POST', headers: foreign })).status).toBe(403)
    expect((await one.ask('/rooms/here', { headers: { cookie, authorization: 'Bearer wrong' } })).status).toBe(401)
  })

  it('finds the link useless after a day, changed, or made with another token, and is signed out after a week', async () => {
    const one = desk(wide)
    const path = one.linkFor('agent-7')
    const cookie = await cookieOf(await press(one, path))
    expect((await press(one, `${path}x`)).status).toBe(401)
    expect((await press(desk({ ...wide, apiToken: 'a new token' }), path)).status).toBe(401)
    one.clock.now += 24 * 60 * MINUTE + 1
    expect([(await press(one, path)).status, (await one.ask(path)).status]).toEqual([401, 401])
    expect((await one.ask('/rooms/here', { headers: { cookie } })).status).toBe(200)
    one.clock.now += 6 * 24 * 60 * MINUTE
    expect((await one.ask('/rooms/here', { headers: { cookie } })).status).toBe(401)
  })
})

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LookupDef } from '../bot/domain/lookup.ts'
import { HttpLookup } from './http-lookup.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void
let handle: Handler = () => undefined
const server = createServer((request, response) => handle(request, response))
/** Where nobody may be sent to. */
const elsewhere = createServer((_, response) => {
  visits += 1
  response.end('{"phone":"1"}')
})
let visits = 0
let [base, other] = ['', '']
const listen = async (one: typeof server) => {
  one.listen(0, '127.0.0.1')
  await once(one, 'listening')
  return `http://127.0.0.1:${(one.address() as AddressInfo).port}`
}
beforeAll(async () => {
  base = await listen(server)
  other = await listen(elsewhere)
})
afterAll(() => {
  for (const one of [server, elsewhere]) {
    one.closeAllConnections()
    one.close()
  }
})

const def = (more: Partial<LookupDef> = {}): LookupDef => ({
  key: 'order',
  labels: { 'zh-CN': '订单', 'zh-TW': '訂單', en: 'Order' },
  field: 'order_no',
  url: `${base}/orders/{order_no}`,
  timeoutMs: 400,
  fields: { phone: 'customer.phone', amount: 'total', product: 'items.0.title' },
  ...more,
})
/** A variable as a configuration names it. */
const of = (name: string) => `\${${name}}`
const lookup = new HttpLookup({ LOOKUP_TOKEN: 's3cret', OPENAI_API_KEY: 'not-yours' })
const json =
  (body: unknown, status = 200): Handler =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

async function find(by: Handler, value = '20260112345', more: Partial<LookupDef> = {}) {
  handle = by
  const start = performance.now()
  const answer = await lookup.find(def(more), value)
  // Whatever the other side does, the ticket's worker has its answer within the timeout; a busy machine gets room.
  expect(performance.now() - start).toBeLessThan(1_500)
  return answer
}

describe('looking up over HTTP', () => {
  it('finds the values at their places, and sends the headers with the variables of the environment', async () => {
    let seen: IncomingMessage | null = null
    const answer = await find(
      (request, response) => {
        seen = request
        json({ customer: { phone: '13800138000' }, total: 299.5, items: [{ title: ' 净水器\n Pro ' }], secret: 'x' })(request, response)
      },
      'A/1?x=1&y#z',
      { headers: { authorization: `Bearer ${of('LOOKUP_TOKEN')}` } },
    )
    expect(answer).toEqual({ found: { phone: '13800138000', amount: '299.5', product: '净水器 Pro' } })
    const request = seen as unknown as IncomingMessage
    expect(request.url).toBe('/orders/A%2F1%3Fx%3D1%26y%23z')
    expect(request.method).toBe('GET')
    expect(request.headers.authorization).toBe('Bearer s3cret')
  })

  it.each([
    ['a 404', json({ error: 'none' }, 404)],
    ['a 410', json({}, 410)],
    ['an answer without any of the values', json({ ok: true })],
    ['null', json(null)],
    ['values that are no values', json({ customer: 'x', total: { amount: 1 }, items: [] })],
  ] as const)('takes %s for “no such thing”', async (_, by) => {
    expect(await find(by)).toEqual({ absent: true })
  })

  it.each([
    ['says nothing', () => undefined, 'timeout'],
    ['drips for ever', (_, response) => void setInterval(() => response.write(' '), 20).unref(), 'timeout'],
    ['hangs up', (request) => request.socket.destroy(), 'unreachable'],
    ['breaks', json({}, 500), 'unreachable'],
    ['does not know us', json({}, 401), 'refused'],
    ['answers with a page', (_, response) => response.end('<html>maintenance</html>'), 'not-json'],
    ['answers with nothing', (_, response) => response.end(), 'not-json'],
    [
      'cuts its answer short',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' }).write('{"total":')
        setTimeout(() => response.destroy(), 20)
      },
      'unreachable',
    ],
  ] as const satisfies readonly (readonly [string, Handler, string])[])(
    'says what is wrong where the other side %s',
    async (_, by, failed) => {
      expect(await find(by)).toEqual({ failed })
    },
  )

  it('stops reading what is far too large', async () => {
    let sent = 0
    const answer = await find(
      (_, response) => {
        const more = (): void => {
          while (!response.destroyed && sent < 100_000_000) {
            sent += 65_536
            if (!response.write('x'.repeat(65_536))) return void response.once('drain', more)
          }
        }
        more()
      },
      '1234',
      { timeoutMs: 1_400 },
    )
    expect(answer).toEqual({ failed: 'too-large' })
    expect(sent).toBeLessThan(20_000_000)
  })

  it('follows a redirect on its own host, and none to another', async () => {
    const answer = await find((request, response) => {
      if (request.url?.startsWith('/orders/')) response.writeHead(302, { location: '/v2/orders' }).end()
      else json({ total: 1 })(request, response)
    })
    expect(answer).toEqual({ found: { amount: '1' } })
    for (const location of [`${other}/steal`, 'file:///etc/passwd', 'http://169.254.169.254/latest', '//evil.example/', 'http://['])
      expect(await find((_, response) => response.writeHead(302, { location }).end())).toEqual({ failed: 'redirected' })
    expect(await find((request, response) => response.writeHead(302, { location: request.url }).end())).toEqual({ failed: 'redirected' })
    expect(visits).toBe(0)
  })

  it('asks nobody where the value would lead elsewhere', async () => {
    let asked = 0
    const count: Handler = (request, response) => {
      asked += 1
      json({ total: 1 })(request, response)
    }
    for (const value of ['..', '.', '', '   ', 'x'.repeat(301)]) expect(await find(count, value)).toEqual({ failed: 'misconfigured' })
    expect(await find(count, `@${other.slice(7)}`, { url: 'http://{order_no}/' })).toEqual({ failed: 'misconfigured' })
    expect(asked).toBe(0)
  })

  it('asks nobody while a variable is missing, and never sends the desk’s own secrets', async () => {
    let seen = ''
    const by: Handler = (request, response) => {
      seen = String(request.headers['x-key'])
      json({ total: 1 })(request, response)
    }
    expect(await find(by, '1234', { headers: { 'x-key': of('LOOKUP_MISSING') } })).toEqual({ failed: 'misconfigured' })
    expect(await find(by, '1234', { headers: { 'x-key': of('OPENAI_API_KEY') } })).toEqual({ found: { amount: '1' } })
    expect(seen).toBe(of('OPENAI_API_KEY'))
  })
})

import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { streamSSE } from 'hono/streaming'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createLog } from '../log.ts'
import { createRouter } from './create-router.ts'
import { type Listening, listen } from './listen.ts'
import type { Router } from './router-env.ts'

const MB = 1024 * 1024
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

let listening: Listening | null = null

afterEach(() => listening?.stop(0))

async function start(mount: (router: Router) => void): Promise<Listening> {
  const router = createRouter({ log: createLog({ level: 'silent' }), word: (title) => ({ title, detail: '' }) })
  mount(router)
  listening = await listen(router, { host: '127.0.0.1', port: 0 })
  return listening
}

describe('listening', () => {
  it('answers on the port it names', async () => {
    const { url, port } = await start((router) => router.get('/', (c) => c.text('hello')))
    expect(url).toBe(`http://127.0.0.1:${port}`)
    expect(await (await fetch(url)).text()).toBe('hello')
  })

  it('sends safe headers with every answer, and lets a route set its own', async () => {
    const { url } = await start((router) => {
      router.get('/', (c) => c.body(null, 200))
      router.get('/file', (c) => c.text('x', 200, { 'content-security-policy': 'sandbox', 'cache-control': 'max-age=60' }))
    })
    for (const path of ['/', '/nowhere']) {
      const { headers } = await fetch(`${url}${path}`, { headers: { 'x-request-id': 'abc-1234' } })
      expect([headers.get('x-content-type-options'), headers.get('cache-control'), headers.get('x-request-id')]).toEqual([
        'nosniff',
        'no-store',
        'abc-1234',
      ])
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    }
    const { headers } = await fetch(`${url}/file`)
    const own = ['content-security-policy', 'cache-control', 'x-frame-options'].map((name) => headers.get(name))
    expect(own).toEqual(['sandbox', 'max-age=60', 'DENY'])
  })

  it('says so when the port is taken', async () => {
    const { port } = await start(() => {})
    const router = createRouter({ log: createLog({ level: 'silent' }), word: (title) => ({ title, detail: '' }) })
    const facts = { host: '127.0.0.1', port, why: 'EADDRINUSE' }
    await expect(listen(router, { host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'UNAVAILABLE', facts })
  })

  it('refuses a body that is too large while it is still coming', async () => {
    const { url } = await start((router) => router.post('/', async (c) => c.json(await c.req.json())))
    for (const headers of [{ 'content-length': 5 * MB }, { 'transfer-encoding': 'chunked' }]) {
      const asking = request(url, { method: 'POST', headers })
      asking.on('error', () => {})
      asking.write(Buffer.alloc(2 * MB, ' '))
      const [answer] = await once(asking, 'response')
      expect(answer.statusCode).toBe(413)
      asking.destroy()
    }
  })

  it('lets a running request finish, takes no new one and hangs up', async () => {
    const [running, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const { url, stop } = await start((router) =>
      router.get('/slow', async (c) => {
        running.resolve()
        await done.promise
        return c.text('done')
      }),
    )
    const slow = fetch(`${url}/slow`)
    await running.promise
    const stopped = stop(60_000)
    await expect(fetch(`${url}/slow`)).rejects.toThrow()
    done.resolve()
    const answer = await slow
    expect(await answer.text()).toBe('done')
    expect(answer.headers.get('connection')).toBe('close')
    await stopped
  })

  it('ends idle connections and event streams at once', async () => {
    let given = false
    const { url, port, stop } = await start((router) =>
      router.get('/events', (c) =>
        streamSSE(c, async (stream) => {
          stream.onAbort(() => {
            given = true
          })
          for (let n = 0; !stream.aborted; n++) {
            await stream.writeSSE({ data: String(n) })
            await sleep(5)
          }
        }),
      ),
    )
    await (await fetch(url)).text()
    const idle = connect(port, '127.0.0.1')
    idle.on('error', () => {})
    await once(idle, 'connect')
    const events = (await fetch(`${url}/events`)).body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await events?.read())?.value).toContain('data: 0')
    const before = Date.now()
    await stop(5000)
    expect(Date.now() - before).toBeLessThan(3000)
    while (!(await events?.read())?.done);
    await vi.waitFor(() => expect(given).toBe(true), { timeout: 20_000 })
  })

  it('cuts off who does not come to an end in time', async () => {
    const { url, stop } = await start((router) => router.get('/never', () => new Promise<Response>(() => {})))
    const never = fetch(`${url}/never`)
    never.catch(() => {})
    await sleep(50)
    const before = Date.now()
    await stop(100)
    expect(Date.now() - before).toBeLessThan(3000)
    await expect(never).rejects.toThrow()
  })
})

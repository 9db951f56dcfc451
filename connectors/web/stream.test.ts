import { connect } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Outgoing } from '../../bot/ports/channel.ts'
import { listen } from '../../kit/http/listen.ts'
import { eventsOf, startWebDesk, type WebDesk } from '../../testing/doubles/web-browser.ts'
import { createInProcessBell } from '../../workers/bell/in-process-bell.ts'
import { createStreams, tellRooms, tellTyping } from './stream.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function serve(desk: WebDesk) {
  const server = await listen(desk.router, { host: '127.0.0.1', port: 0 })
  stops.push(
    () => server.stop(200),
    () => desk.channel.close(),
  )
  return server
}

const send = (desk: WebDesk, out: Partial<Outgoing>, thread: string | null = null) =>
  desk.channel.send({
    id: Math.random().toString(16).slice(2),
    room: { id: 'r', channel: 'web', account: 'desk', external: 'team-a', thread },
    kind: 'text',
    text: 'x',
    ...out,
  } as Outgoing)

describe('an event stream', () => {
  it('tells a browser what changed in its rooms, and nothing of other rooms or other readers', async () => {
    const desk = startWebDesk()
    await desk.channel.open(async ({ events }) => events.map(() => ({ event: 'e1', taken: 'new', message: null, conversation: null })))
    const { url } = await serve(desk)
    const answer = await fetch(`${url}/web/stream?rooms=team-a,c-1&as=lin`)
    expect([answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      'text/event-stream; charset=utf-8',
      'no-store, no-transform',
    ])
    const events = eventsOf(answer.body)
    await send(desk, {})
    expect(await events.next()).toEqual({ event: 'room', data: { room: 'team-a' } })
    await send(desk, {}, 'card1')
    expect(await events.next()).toEqual({ event: 'thread', data: { room: 'team-a', thread: 'card1' } })
    await send(desk, { kind: 'whisper', to: 'wang' } as Partial<Outgoing>)
    await send(desk, { kind: 'whisper', to: 'lin' } as Partial<Outgoing>, 'card1')
    expect(await events.next()).toEqual({ event: 'whisper', data: { room: 'team-a' } })
    await fetch(`${url}/web/rooms/elsewhere/messages`, { method: 'POST', body: '{"id":"m","as":"c-9","text":"hi"}' })
    await fetch(`${url}/web/typing`, { method: 'POST', body: '{"room":"c-1","as":"c-1"}' })
    expect(await events.next()).toEqual({ event: 'typing', data: { room: 'c-1', who: 'c-1' } })
    await fetch(`${url}/web/rooms/c-1/messages`, { method: 'POST', body: '{"id":"m","as":"c-1","text":"hi"}' })
    expect(await events.next()).toEqual({ event: 'room', data: { room: 'c-1' } })
    await events.cancel()
  })

  it('tells everybody that all rooms were emptied', async () => {
    const desk = startWebDesk()
    const { url } = await serve(desk)
    const answer = await fetch(`${url}/web/stream?rooms=team-a&as=lin`)
    const events = eventsOf(answer.body)
    desk.options.bell.tell('web-reset', 'all')
    expect(await events.next()).toEqual({ event: 'reset', data: {} })
    await events.cancel()
  })

  it('says that a card was redrawn', async () => {
    const desk = startWebDesk()
    const events = eventsOf((await desk.get('/web/stream?rooms=team-a&as=lin')).body)
    const card = { actions: [], ticket: 't', version: 1 } as unknown as Extract<Outgoing, { kind: 'redraw' }>['card']
    await send(desk, { kind: 'redraw', card, worded: {}, ref: 'd1' } as Partial<Outgoing>)
    expect(await events.next()).toEqual({ event: 'room', data: { room: 'team-a' } })
    await desk.channel.close()
    expect(await events.next()).toBeNull()
  })

  it.each([
    ['as=lin', 400],
    ['rooms=&as=lin', 400],
    ['rooms=team-a', 400],
    [`rooms=${Array.from({ length: 51 }, (_, i) => `r${i}`).join(',')}&as=lin`, 400],
  ])('asked for with %s is refused', async (query, status) => {
    expect((await startWebDesk().get(`/web/stream?${query}`)).status).toBe(status)
  })

  it('is not begun by a HEAD request, nor after the channel is closed', async () => {
    const desk = startWebDesk()
    for (let i = 0; i < 201; i++) await desk.router.request('/web/stream?rooms=team-a&as=lin', { method: 'HEAD' })
    expect((await desk.get('/web/stream?rooms=team-a&as=lin')).status).toBe(200)
    await desk.channel.close()
    expect((await desk.get('/web/stream?rooms=team-a&as=lin')).status).toBe(503)
  })

  it('that was left gives its place to another', async () => {
    const desk = startWebDesk()
    const { port } = await serve(desk)
    const status = async () => {
      const answer = await desk.get('/web/stream?rooms=team-a&as=lin')
      await answer.body?.cancel()
      return answer.status
    }
    const sockets = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const socket = connect(port, '127.0.0.1')
        socket.on('error', () => {})
        socket.write('GET /web/stream?rooms=team-a&as=lin HTTP/1.1\r\nhost: localhost\r\n\r\n')
        await new Promise((resolve) => socket.once('data', resolve))
        return socket
      }),
    )
    expect(await status()).toBe(503)
    for (const socket of sockets) socket.destroy()
    await vi.waitFor(async () => expect(await status()).toBe(200), { timeout: 10_000 })
  }, 30_000)
})

describe('streams', () => {
  function opened() {
    const bell = createInProcessBell()
    const streams = createStreams(bell)
    stops.push(async () => streams.close())
    return { bell, streams }
  }
  const post = { id: 'p', room: 'team-a', thread: null, kind: 'text', author: null, to: null, body: {} } as const

  it('let go of a reader who does not keep up, and of nobody else', async () => {
    const { bell, streams } = opened()
    const slow = streams.open(['team-a'], 'lin').getReader()
    const quick = eventsOf(streams.open(['team-a'], 'wang'))
    for (let i = 0; i < 300; i++) {
      tellRooms(bell, [post])
      expect(await quick.next()).toEqual({ event: 'room', data: { room: 'team-a' } })
    }
    expect(streams.count()).toBe(1)
    await expect(slow.closed).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  })

  it('beat every 15 seconds, and only while somebody reads', async () => {
    vi.useFakeTimers()
    const { streams } = opened()
    expect(vi.getTimerCount()).toBe(0)
    const reader = streams.open(['team-a'], 'lin').getReader()
    await reader.read()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(new TextDecoder().decode((await reader.read()).value)).toMatch(/^: .*\n\n$/)
    await reader.cancel()
    expect([streams.count(), vi.getTimerCount()]).toEqual([0, 0])
  })

  it('reach the readers of every process through the bell', async () => {
    const bell = createInProcessBell()
    const [here, there] = [createStreams(bell), createStreams(bell)]
    stops.push(
      async () => here.close(),
      async () => there.close(),
    )
    const events = eventsOf(there.open(['team-a'], 'lin'))
    tellTyping(bell, 'team-a', 'wang\n\nevent: room')
    expect(await events.next()).toEqual({ event: 'typing', data: { room: 'team-a', who: 'wang\n\nevent: room' } })
  })
})

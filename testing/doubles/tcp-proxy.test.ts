import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

/** Answers every line with the same line; what it heard is kept. */
let heard = ''
let server: Server
let proxy: TcpProxy
const clients: Socket[] = []

beforeEach(async () => {
  heard = ''
  server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (piece) => {
      heard += piece.toString()
      socket.write(piece)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  proxy = await startTcpProxy({ port: (server.address() as { port: number }).port })
})

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await proxy.close()
  await new Promise((resolve) => server.close(resolve))
})

interface Client {
  readonly socket: Socket
  /** What came back so far. */
  got(): string
  /** How the connection ended: by an error's code, by `end`, or not at all. */
  ended(): string | null
}

function client(): Client {
  const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true })
  clients.push(socket)
  let got = ''
  let ended: string | null = null
  socket.on('data', (piece) => {
    got += piece.toString()
  })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    ended = error.code ?? 'error'
  })
  socket.on('end', () => {
    ended ??= 'end'
  })
  return { socket, got: () => got, ended: () => ended }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const until = (look: () => unknown) => expect.poll(look, { timeout: 3_000, interval: 5 })

describe('the TCP proxy', () => {
  it('passes what both sides say', async () => {
    const { socket, got } = client()
    socket.write('hello')
    await until(got).toBe('hello')
    expect(proxy.open).toBe(1)
  })

  it('forgets a connection that has ended', async () => {
    const { socket, got } = client()
    socket.write('hello')
    await until(got).toBe('hello')
    socket.destroy()
    await until(() => proxy.open).toBe(0)
  })

  it('delays and keeps the order, also when the delay ends in between', async () => {
    const { socket, got } = client()
    socket.write('-')
    await until(got).toBe('-')
    proxy.set({ is: 'delay', ms: 200 })
    const began = performance.now()
    socket.write('a')
    await pause(80)
    proxy.set({ is: 'pass' })
    socket.write('b')
    await until(got).toBe('-ab')
    expect(performance.now() - began).toBeGreaterThan(195)
  })

  it('swallows everything while it is a black hole, and gives it up afterwards', async () => {
    const { socket, got, ended } = client()
    socket.write('1')
    await until(got).toBe('1')
    proxy.set({ is: 'blackhole' })
    socket.write('2')
    await pause(60)
    expect([got(), heard, ended()]).toEqual(['1', '1', null])
    proxy.set({ is: 'pass' })
    await until(got).toBe('12')
  })

  it('resets open connections and new ones', async () => {
    const old = client()
    old.socket.write('x')
    await until(old.got).toBe('x')
    proxy.set({ is: 'reset' })
    await until(old.ended).toBe('ECONNRESET')
    const fresh = client()
    await until(fresh.ended).toBe('ECONNRESET')
    expect(proxy.cuts).toBe(2)
  })

  it('ends one side and still carries the other', async () => {
    const { socket, got, ended } = client()
    socket.write('x')
    await until(got).toBe('x')
    proxy.set({ is: 'half-close' })
    await until(ended).toBe('end')
    socket.write('y')
    await until(() => heard).toBe('xy')
    expect(got()).toBe('x')
  })

  it('cuts after so many bytes', async () => {
    proxy.set({ is: 'cut-after', bytes: 3 })
    const { socket, got, ended } = client()
    socket.write('12345')
    await until(ended).toBe('ECONNRESET')
    expect('123').toContain(got())
    expect(heard).toBe('12345')
  })

  it('cuts in place of the answer it waits for, each second time', async () => {
    proxy.set({ is: 'cut-on', bytes: Buffer.from('COMMIT'), every: 2 })
    const { socket, got, ended } = client()
    socket.write('COMMIT')
    await until(got).toBe('COMMIT')
    socket.write('COMMIT')
    await until(ended).toBe('ECONNRESET')
    expect([got(), heard, proxy.cuts]).toEqual(['COMMIT', 'COMMITCOMMIT', 1])
  })

  it('drips', async () => {
    proxy.set({ is: 'drip', bytes: 1, ms: 10 })
    const { socket, got } = client()
    const began = performance.now()
    socket.write('12345')
    await until(got).toBe('12345')
    expect(performance.now() - began).toBeGreaterThan(38)
  })

  it('ends the client when there is no server', async () => {
    const nobody = await startTcpProxy({ port: 1 })
    const socket = connect(nobody.port, '127.0.0.1')
    clients.push(socket)
    await new Promise((resolve) => socket.once('close', resolve))
    await nobody.close()
  })
})

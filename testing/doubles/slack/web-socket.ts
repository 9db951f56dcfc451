/** As much of RFC 6455 as a server of Socket Mode needs: text frames, pings, an orderly end. */
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

export interface Connection {
  send(text: string): void
  /** Ends it: orderly, or as a broken line does. */
  close(broken?: boolean): void
  readonly closed: Promise<void>
}

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const [TEXT, CLOSE, PING, PONG] = [1, 8, 9, 10]

export function acceptWebSocket(request: IncomingMessage, socket: Duplex, heard: (text: string) => void): Connection {
  const key = request.headers['sec-websocket-key'] ?? ''
  const accept = createHash('sha1').update(`${key}${MAGIC}`).digest('base64')
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
  let buffer = Buffer.alloc(0)
  let parts: Buffer[] = []
  let over = () => {}
  const closed = new Promise<void>((resolve) => {
    over = resolve
  })
  socket.on('close', over)
  socket.on('error', () => socket.destroy())
  socket.on('data', (data: Buffer) => {
    buffer = Buffer.concat([buffer, data])
    for (let frame = readFrame(buffer); frame; frame = readFrame(buffer)) {
      buffer = buffer.subarray(frame.length)
      if (frame.opcode === PING) socket.write(frameOf(PONG, frame.payload))
      else if (frame.opcode === CLOSE) socket.end(frameOf(CLOSE, frame.payload))
      else if (frame.opcode <= TEXT) {
        parts.push(frame.payload)
        if (frame.last) heard(Buffer.concat(parts.splice(0)).toString())
      }
    }
  })
  return {
    send: (text) => void (socket.writable && socket.write(frameOf(TEXT, Buffer.from(text)))),
    close: (broken = false) => {
      parts = []
      if (broken) socket.destroy()
      else if (socket.writable) {
        socket.end(frameOf(CLOSE, Buffer.from([3, 232])))
        setTimeout(() => socket.destroy(), 200).unref()
      }
    },
    closed,
  }
}

interface Frame {
  readonly opcode: number
  readonly last: boolean
  readonly payload: Buffer
  readonly length: number
}

function readFrame(data: Buffer): Frame | null {
  if (data.length < 2) return null
  const [first = 0, second = 0] = data
  const short = second & 127
  const sizeBytes = short === 126 ? 2 : short === 127 ? 8 : 0
  const masked = (second & 128) !== 0
  const start = 2 + sizeBytes + (masked ? 4 : 0)
  if (data.length < start) return null
  const size = sizeBytes === 0 ? short : sizeBytes === 2 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2))
  if (data.length < start + size) return null
  const payload = Buffer.from(data.subarray(start, start + size))
  if (masked) for (let i = 0; i < size; i++) payload[i] = (payload[i] ?? 0) ^ (data[start - 4 + (i % 4)] ?? 0)
  return { opcode: first & 15, last: (first & 128) !== 0, payload, length: start + size }
}

function frameOf(opcode: number, payload: Buffer): Buffer {
  const size = payload.length
  const head = size < 126 ? Buffer.from([128 | opcode, size]) : size < 65_536 ? Buffer.from([128 | opcode, 126, 0, 0]) : Buffer.alloc(10)
  if (size >= 65_536) {
    head[0] = 128 | opcode
    head[1] = 127
    head.writeBigUInt64BE(BigInt(size), 2)
  } else if (size >= 126) head.writeUInt16BE(size, 2)
  return Buffer.concat([head, payload])
}

/**
 * An OpenAI-compatible endpoint that a test scripts byte by byte: it refuses parts of a request, drips, stalls,
 * resets the connection. aimock plays the well-behaved endpoint; this one plays all the others.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface AskedBody {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly stream?: boolean
  readonly stream_options?: unknown
  readonly max_completion_tokens?: number
  readonly max_tokens?: number
  readonly response_format?: { readonly type: string }
  readonly tools?: readonly unknown[]
}

export interface DoubleAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent one after another, `gapMs` apart. */
  readonly parts?: readonly (string | Uint8Array)[]
  /** Before the headers. */
  readonly delayMs?: number
  readonly gapMs?: number
  /** After the parts: nothing more, and no end; or the connection is reset. */
  readonly ends?: 'hang' | 'reset'
}

export type Script = (asked: AskedBody, n: number) => DoubleAnswer | Promise<DoubleAnswer>

export interface ModelDouble {
  /** With its /v1. */
  readonly url: string
  readonly asked: readonly AskedBody[]
  /** For each request in the order they came: how many were being answered then, itself included. */
  readonly beside: readonly number[]
  answer(script: Script): void
  close(): Promise<void>
}

export async function openModelDouble(script: Script = () => whole('{"matters":[]}')): Promise<ModelDouble> {
  const asked: AskedBody[] = []
  const beside: number[] = []
  let now = script
  let running = 0
  const server = createServer(async (request, response) => {
    beside.push(++running)
    // Who has an answer may ask again before we hear that it was sent.
    let answering = true
    const answered = () => {
      if (answering) running--
      answering = false
    }
    // Who went away waits for no answer.
    response.once('close', answered)
    const end = response.end.bind(response) as (...rest: unknown[]) => typeof response
    response.end = ((...rest: unknown[]) => {
      answered()
      return end(...rest)
    }) as typeof response.end
    try {
      const body = JSON.parse(await textOf(request)) as AskedBody
      asked.push(body)
      await play(await now(body, asked.length), response)
    } catch {
      response.destroy()
    } finally {
      answered()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    get asked() {
      return asked
    },
    get beside() {
      return beside
    },
    answer(script) {
      now = script
      asked.length = 0
      beside.length = 0
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function play(answer: DoubleAnswer, response: ServerResponse): Promise<void> {
  const { status = 200, headers = { 'content-type': 'application/json' }, parts = [], delayMs = 0, gapMs = 0, ends } = answer
  if (delayMs > 0) await pause(delayMs)
  response.writeHead(status, headers)
  response.flushHeaders()
  for (const [i, part] of parts.entries()) {
    if (response.destroyed) return
    if (i > 0 && gapMs > 0) await pause(gapMs)
    if (!response.write(part)) await drained(response)
  }
  if (ends === 'hang') await once(response, 'close')
  // What was written goes out before the reset.
  else if (ends === 'reset') setImmediate(() => response.socket?.resetAndDestroy())
  else response.end()
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done)
      resolve()
    }
    response.once('drain', done).once('close', done)
  })
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

const USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 }

/** An answer in one piece. */
export function whole(content: string, choice: Readonly<Record<string, unknown>> = {}): DoubleAnswer {
  const message = { role: 'assistant', content }
  return { parts: [JSON.stringify({ id: 'x', choices: [{ index: 0, finish_reason: 'stop', message, ...choice }], usage: USAGE })] }
}

/** The bytes of a streamed answer, a few characters a chunk. */
export function streamBytes(content: string, finish = 'stop', done = true): Buffer {
  const chunk = (delta: object, rest: object = {}) =>
    `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: null, ...rest }] })}\n\n`
  const pieces = content.match(/[\s\S]{1,12}/gu) ?? []
  const usage = `data: ${JSON.stringify({ id: 'x', choices: [], usage: USAGE })}\n\n`
  return Buffer.from(
    `${chunk({ role: 'assistant', content: '' })}${pieces.map((piece) => chunk({ content: piece })).join('')}${chunk({}, { finish_reason: finish })}${usage}${done ? 'data: [DONE]\n\n' : ''}`,
  )
}

export const SSE = { 'content-type': 'text/event-stream; charset=utf-8' }

export function streamed(content: string, finish?: string): DoubleAnswer {
  return { headers: SSE, parts: [streamBytes(content, finish)] }
}

/** The answer as the arguments of a tool that was called. */
export function toolCalled(content: string): DoubleAnswer {
  const tool_calls = [{ id: 'c', type: 'function', function: { name: 'report', arguments: content } }]
  return whole('', { finish_reason: 'tool_calls', message: { role: 'assistant', content: null, tool_calls } })
}

export function failing(
  status: number,
  error: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): DoubleAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    parts: [JSON.stringify({ error: { message: 'no', ...error } })],
  }
}

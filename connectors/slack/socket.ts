/**
 * Socket Mode: for where Slack cannot reach the desk. An envelope is acknowledged after it is committed, so that
 * Slack sends again what was not. Two connections, because Slack renews each of them every few hours and the gap
 * of one is covered by the other. The client's own reconnecting is off: it waits five seconds, and its race with
 * a close ends the process.
 */
import { SocketModeClient } from '@slack/socket-mode'
import { failureOf } from './call.ts'
import type { Handle } from './receiver.ts'
import type { Payload } from './request.ts'
import { clientOptions, slackLog } from './slack-client.ts'
import type { SlackOptions } from './slack-options.ts'

export interface Sockets {
  close(): Promise<void>
}

const CONNECTIONS = 2
const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 10_000
/** A refused token is tried again, seldom. */
const REFUSED_WAIT_MS = 60_000
const CLOSE_MS = 1_000

interface Envelope {
  readonly ack: (response?: Readonly<Record<string, unknown>>) => Promise<void>
  readonly body: unknown
}

export function openSockets(appToken: string, options: SlackOptions, handle: Handle): Sockets {
  const closing = new AbortController()
  const kept = Array.from({ length: CONNECTIONS }, () => keep(appToken, options, handle, closing.signal))
  return {
    close: async () => {
      closing.abort()
      await Promise.all(kept)
    },
  }
}

async function keep(appToken: string, options: SlackOptions, handle: Handle, closing: AbortSignal): Promise<void> {
  let wait = FIRST_WAIT_MS
  while (!closing.aborted) {
    const refused = await connected(appToken, options, handle, closing, () => {
      wait = FIRST_WAIT_MS
    })
    if (closing.aborted) return
    await pause(refused ? REFUSED_WAIT_MS : wait, closing)
    wait = Math.min(wait * 2, LONGEST_WAIT_MS)
  }
}

/** Lasts as long as the connection; answers whether our token was refused. */
async function connected(
  appToken: string,
  options: SlackOptions,
  handle: Handle,
  closing: AbortSignal,
  began: () => void,
): Promise<boolean> {
  const { log } = options
  const client = new SocketModeClient({
    appToken,
    autoReconnectEnabled: false,
    logger: slackLog(log),
    clientOptions: clientOptions(options),
  })
  client.on('slack_event', (envelope: Envelope) => void take(envelope, handle, log))
  const ended = new Promise<void>((resolve) => void client.once('disconnected', resolve))
  const stop = () => void client.disconnect().catch(() => {})
  try {
    await client.start()
    began()
    closing.addEventListener('abort', stop)
    if (closing.aborted) stop()
    await Promise.race([ended, closedFor(CLOSE_MS, closing)])
    return false
  } catch (error) {
    const failure = error === undefined ? null : failureOf(error)
    if (failure?.is === 'auth') log.error('Slack refuses our app-level token', { error: failure.error })
    else log.warn('no Socket Mode connection', { error: failure?.is === 'later' ? 'ratelimited' : (failure?.error ?? 'ended') })
    return failure?.is === 'auth'
  } finally {
    closing.removeEventListener('abort', stop)
    client.removeAllListeners('slack_event')
  }
}

async function take({ ack, body }: Envelope, handle: Handle, log: SlackOptions['log']): Promise<void> {
  try {
    const answer = await handle(body as Payload)
    await ack(typeof answer === 'string' ? { text: answer } : (answer ?? undefined))
  } catch (error) {
    log.warn('an envelope was not acknowledged; Slack will send it again', { error })
  }
}

/** Resolves so many milliseconds after the closing began: a connection that does not end by itself is left. */
function closedFor(ms: number, closing: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const later = () => void setTimeout(resolve, ms).unref()
    if (closing.aborted) later()
    else closing.addEventListener('abort', later, { once: true })
  })
}

function pause(ms: number, closing: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    closing.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}

import { type Logger, LogLevel, WebClient, type WebClientOptions } from '@slack/web-api'
import type { SlackOptions } from './slack-options.ts'

/** A call that takes longer may have happened; whether it did is asked for, not waited for. */
const CALL_MS = 10_000

/**
 * Retries, order and speed are the desk's: the SDK's own retries would send a message twice whose answer was
 * lost, and one channel's 429 would hold up every other channel.
 */
export function clientOptions({ apiUrl, log }: Pick<SlackOptions, 'apiUrl' | 'log'>): WebClientOptions {
  return {
    ...(apiUrl ? { slackApiUrl: `${apiUrl.replace(/\/+$/, '')}/` } : {}),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_MS,
    logger: slackLog(log),
  }
}

export function createClient(options: Pick<SlackOptions, 'apiUrl' | 'log' | 'token'>): WebClient {
  return new WebClient(options.token, clientOptions(options))
}

/** The SDK logs bodies at debug and complains of what we handle ourselves: its warnings are our debug lines. */
export function slackLog(log: SlackOptions['log']): Logger {
  const quiet = (...said: readonly unknown[]) => log.debug('Slack SDK', { said: said.map(String).join(' ').slice(0, 500) })
  return {
    debug: () => {},
    info: () => {},
    warn: quiet,
    error: quiet,
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  }
}

/** Sends, and stops sending when Slack no longer takes our token. */
import type { WebClient } from '@slack/web-api'
import type { Outcome, Outgoing } from '../../bot/ports/channel.ts'
import { type Answer, call, failureOf, NotBegun, outcomeOf } from './call.ts'
import { encode, encodeHome } from './encode.ts'
import type { SlackOptions } from './slack-options.ts'
import { bring, show } from './upload.ts'

export interface Sender {
  send(out: Outgoing): Promise<Outcome>
  /** Tells of a refused token, by whoever met it. */
  refused(error: string): void
}

/** While our token is refused one send a minute is let through, to see whether it is taken again. */
const STOPPED_MS = 60_000
/** Where a workspace does not tell its own address. */
const CLIENT = 'https://slack.com'
const ABSENT = new Set(['not_in_channel', 'channel_not_found', 'user_not_in_channel', 'is_archived'])

export function createSender(client: WebClient, { tokens, blobs, apiUrl, wordsOf, log, now = Date.now }: SlackOptions): Sender {
  let stoppedUntil: number | null = null
  const refused = (error: string) => {
    if (stoppedUntil === null) log.error('Slack refuses our token; nothing is sent until it is taken again', { error })
    stoppedUntil = now() + STOPPED_MS
  }
  let site: Promise<string> | null = null
  const siteOf = (): Promise<string> => {
    site ??= call(client, 'auth.test', {}).then(
      ({ url }) => (typeof url === 'string' && /^https?:\/\//.test(url) ? url.replace(/\/+$/, '') : CLIENT),
      (error: unknown) => {
        site = null
        // Nothing was drawn yet.
        throw failureOf(error).is === 'unknown' ? new NotBegun('the workspace was not asked', { cause: error }) : error
      },
    )
    return site
  }
  const make = async (out: Outgoing): Promise<string> => {
    if (out.kind === 'home') {
      const { method, args } = encodeHome(out, tokens, await siteOf())
      await call(client, method, args)
      return out.room.external
    }
    if (out.kind === 'media') return show(client, await bringing(bring(client, { blobs, apiUrl }, out)), out)
    const { method, args } = encode(out, tokens, await wordsOf(out.room.id))
    const answer = out.kind === 'whisper' ? await whisper(client, args) : await call(client, method, args)
    if (out.kind === 'redraw' || out.kind === 'edit') return out.ref ?? ''
    return String(answer['ts'] ?? answer['message_ts'] ?? '')
  }
  return {
    refused,
    send: async (out) => {
      if ((out.kind === 'redraw' || out.kind === 'edit') && !out.ref) return { refused: 'CHANNEL_REJECTED' }
      if (stoppedUntil !== null && stoppedUntil > now()) return { later: stoppedUntil - now() }
      // The next one finds it closed again until this one has come through.
      if (stoppedUntil !== null) stoppedUntil = now() + STOPPED_MS
      try {
        const ref = await make(out)
        if (stoppedUntil !== null) log.info('Slack takes our token again', {})
        stoppedUntil = null
        return { sent: { ref } }
      } catch (error) {
        const failure = failureOf(error)
        if (failure.is === 'auth') refused(failure.error)
        else if (failure.is !== 'later')
          log.warn('Slack did not take a send', { delivery: out.id, kind: out.kind, is: failure.is, error: failure.error })
        return outcomeOf(failure)
      }
    },
  }
}

/** Where we are not (a slash command can be given anywhere), or the person is not any more, it is said in private. */
async function whisper(client: WebClient, args: Readonly<Record<string, unknown>>): Promise<Answer> {
  try {
    return await call(client, 'chat.postEphemeral', args)
  } catch (error) {
    const failure = failureOf(error)
    if (failure.is !== 'refused' || !ABSENT.has(failure.error)) throw error
    const { user, thread_ts: _, channel: __, ...rest } = args
    return call(client, 'chat.postMessage', { channel: user, unfurl_links: false, unfurl_media: false, ...rest })
  }
}

/** Nothing is shown yet: whatever became of the bytes, they can be brought again. */
async function bringing(brought: Promise<string>): Promise<string> {
  return brought.catch((error: unknown) => {
    throw failureOf(error).is === 'unknown' ? new NotBegun('a file was not brought', { cause: error }) : error
  })
}

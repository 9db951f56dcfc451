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
/** What changes something that stands somewhere already. */
const PLACED: ReadonlySet<Outgoing['kind']> = new Set(['redraw', 'edit', 'recall'])
/** What is to be taken away is away. */
const GONE = new Set(['message_not_found', 'file_not_found', 'file_deleted'])
const ABSENT = new Set(['not_in_channel', 'channel_not_found', 'user_not_in_channel', 'is_archived'])

export function createSender(
  client: WebClient,
  { tokens, blobs, uploads, apiUrl, wordsOf, log, now = () => performance.now() }: SlackOptions,
): Sender {
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
  const bringAndKeep = async (out: Extract<Outgoing, { kind: 'media' }>): Promise<string> => {
    const file = await bring(client, { blobs, apiUrl }, out)
    await uploads.keep(out.id, file)
    return file
  }
  const make = async (out: Outgoing): Promise<string> => {
    if (out.kind === 'home') {
      const { method, args } = encodeHome(out, tokens, await siteOf())
      await call(client, method, args)
      return out.room.external
    }
    if (out.kind === 'media') return show(client, await bringing(bringAndKeep(out)), out)
    const { method, args } = encode(out, tokens, await wordsOf(out.room.id))
    const answer = out.kind === 'whisper' ? await whisper(client, args) : await call(client, method, args)
    if (PLACED.has(out.kind) && 'ref' in out) return out.ref ?? ''
    return String(answer['ts'] ?? answer['message_ts'] ?? '')
  }
  return {
    refused,
    send: async (out) => {
      if (PLACED.has(out.kind) && !('ref' in out && out.ref)) return { refused: 'CHANNEL_REJECTED' }
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
        if (out.kind === 'recall' && failure.is === 'refused' && GONE.has(failure.error)) return { sent: { ref: out.ref } }
        if (out.kind === 'redraw' && failure.is === 'refused' && failure.error === 'message_not_found')
          return { refused: 'MESSAGE_NOT_FOUND' }
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

/** What the Events API tells: messages and their edits, deletions and reactions. */
import { type Decoded, eventOf, filesOf, messageKey, millis, nothing, one } from './decoded.ts'
import { readMrkdwn, type Words } from './mrkdwn.ts'
import { changed, deleted, type Envelope, homeOpened, message, reaction } from './shapes.ts'

/** Messages people say; any other subtype is Slack's own news of a channel. */
const SPOKEN = new Set(['', 'file_share', 'thread_broadcast', 'me_message'])
/** Slack's news that changes nothing for the desk. */
const NEWS =
  /^(?:(?:channel|group|im|mpim)_\w+|bot_\w+|pinned_item|unpinned_item|reminder_add|message_replied|ekm_access_denied|assistant_app_thread|tombstone|huddle_thread|file_comment|file_mention|sh_room_created|document_mention)$/
const IGNORED =
  /^(?:app_uninstalled|tokens_revoked|member_(?:joined|left)_channel|team_join|user_change|(?:channel|group|im)_\w+|file_\w+|emoji_changed|link_shared|pin_\w+|star_\w+|assistant_thread_\w+)$/

/** Null: a shape we do not know. */
export function decodeEvent(body: Envelope): Decoded | null {
  const { event } = body
  switch (event.type) {
    case 'message':
    case 'app_mention':
      return decodeMessage(body)
    case 'reaction_added':
    case 'reaction_removed':
      return decodeReaction(body)
    case 'app_home_opened':
      return decodeHome(body)
    default:
      return IGNORED.test(event.type) ? nothing : null
  }
}

function decodeMessage(body: Envelope): Decoded | null {
  const { event } = body
  const subtype = typeof event['subtype'] === 'string' ? event['subtype'] : ''
  if (subtype === 'message_changed') return decodeEdit(body)
  if (subtype === 'message_deleted') return decodeDeletion(body)
  // Our own words, and other bots': the desk talks with people.
  if (event['bot_id'] || NEWS.test(subtype)) return nothing
  if (!SPOKEN.has(subtype)) return null
  const read = message.safeParse(event)
  if (!read.success) return null
  const { channel, user, ts, thread_ts, text, files, blocks } = read.data
  const words = wordsOf(body, text ?? '', blocks ?? [])
  return one(
    eventOf({
      account: body.team_id,
      key: messageKey(channel, ts),
      at: millis(ts),
      order: ts,
      room: { id: channel, root: ts, ...inThread(thread_ts) },
      from: { id: user },
      what: 'message',
      text: words.text,
      files: filesOf(files),
      mentions: words.mentions,
      raw: body,
    }),
  )
}

/** Slack also “changes” a message when it unfolds a link or a thread grows: only other words are an edit. */
function decodeEdit(body: Envelope): Decoded | null {
  const read = changed.safeParse(body.event)
  if (!read.success) return null
  const { channel, message: now, previous_message: before } = read.data
  if (now.subtype === 'tombstone') return taken(body, channel, now.ts, read.data.event_ts ?? read.data.ts, before)
  if (now.bot_id) return nothing
  if (!now.user || now.text === before?.text) return nothing
  const at = read.data.event_ts ?? read.data.ts
  const words = wordsOf(body, now.text ?? '', now.blocks ?? [])
  return one(
    eventOf({
      account: body.team_id,
      key: `edit:${channel}:${now.ts}:${at}`,
      at: millis(at),
      order: at,
      room: { id: channel, ...inThread(now.thread_ts) },
      from: { id: now.user },
      what: 'edit',
      text: words.text,
      mentions: words.mentions,
      value: { message: messageKey(channel, now.ts) },
      raw: body,
    }),
  )
}

function decodeDeletion(body: Envelope): Decoded | null {
  const read = deleted.safeParse(body.event)
  if (!read.success) return null
  const { channel, deleted_ts, event_ts, ts, previous_message } = read.data
  return taken(body, channel, deleted_ts, event_ts ?? ts, previous_message)
}

/** What we posted may be a card, which then has to come back. What other apps posted is not ours. */
function takenFromUs(body: Envelope, channel: string, ts: string, at: string, { bot_id, app_id }: Before): Decoded {
  if (app_id && body['api_app_id'] && app_id !== body['api_app_id']) return nothing
  return one(
    eventOf({
      account: body.team_id,
      key: `del:${channel}:${ts}:${at}`,
      at: millis(at),
      order: at,
      room: { id: channel },
      from: { id: bot_id ?? '' },
      what: 'recall',
      value: { post: ts },
      raw: body,
    }),
  )
}

type Before = {
  readonly app_id?: string | null | undefined
  readonly user?: string | undefined
  readonly bot_id?: string | null | undefined
  readonly thread_ts?: string | null | undefined
}

function taken(body: Envelope, channel: string, ts: string, at: string, before: Before | undefined): Decoded | null {
  if (before?.bot_id) return takenFromUs(body, channel, ts, at, before)
  if (!before?.user) return null
  return one(
    eventOf({
      account: body.team_id,
      key: `del:${channel}:${ts}:${at}`,
      at: millis(at),
      order: at,
      room: { id: channel, ...inThread(before.thread_ts) },
      from: { id: before.user },
      what: 'recall',
      value: { message: messageKey(channel, ts) },
      raw: body,
    }),
  )
}

/** It stands in the thread of what it was given to: on a card that is the card's own. */
function decodeReaction(body: Envelope): Decoded | null {
  const read = reaction.safeParse(body.event)
  if (!read.success) return null
  const { item, user, reaction: emoji, event_ts, type } = read.data
  return one(
    eventOf({
      account: body.team_id,
      key: `react:${item.channel}:${item.ts}:${user}:${emoji}:${event_ts}`,
      at: millis(event_ts),
      order: event_ts,
      room: { id: item.channel, thread: item.ts },
      from: { id: user },
      what: 'reaction',
      value: { emoji, given: type === 'reaction_added', message: messageKey(item.channel, item.ts) },
      raw: body,
    }),
  )
}

/** The desk's own name reads `@bot` in every workspace, and what Slack shows as a quotation begins with `>`. */
function wordsOf({ authorizations }: Envelope, mrkdwn: string, blocks: readonly unknown[]): Words {
  const us = authorizations?.find((each) => each.is_bot)?.user_id
  const named = us ? mrkdwn.replaceAll(`<@${us}>`, '<@BOT|bot>') : mrkdwn
  const words = readMrkdwn(named)
  const mentions = words.mentions.map((id) => (id === 'BOT' && us ? us : id))
  const quotes = JSON.stringify(blocks).includes('"rich_text_quote"') && !/^\s*>/m.test(words.text)
  return { text: quotes ? `> ${words.text}` : words.text, mentions }
}

/** The app's message tab is opened likewise; only the home is drawn. */
function decodeHome(body: Envelope): Decoded | null {
  const read = homeOpened.safeParse(body.event)
  if (!read.success) return null
  const { user, tab, event_ts } = read.data
  if (tab !== 'home') return nothing
  return one(
    eventOf({
      account: body.team_id,
      key: `ev:${body.event_id}`,
      at: event_ts === undefined ? (body.event_time ?? 0) * 1000 : millis(event_ts),
      room: { id: user },
      from: { id: user },
      what: 'enter',
      value: { home: true },
      raw: body,
    }),
  )
}

function inThread(thread: string | null | undefined): { readonly thread?: string } {
  return thread ? { thread } : {}
}

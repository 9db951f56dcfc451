/** What the desk sends, as one call of Slack's Web API. Every text is escaped or stands in a structure that parses nothing. */
import { cutText } from '../../bot/domain/cut-text.ts'
import type { Outgoing } from '../../bot/ports/channel.ts'
import type { Tokens } from '../../kit/tokens.ts'
import { cardBlocks, cardTitle } from './card-blocks.ts'
import { homeView } from './home-blocks.ts'
import { escapeMrkdwn } from './mrkdwn.ts'
import { signPress } from './press-token.ts'
import { type Block, bold, person, piece, plain, textBlocks } from './rich-text.ts'
import type { SlackWords } from './slack-options.ts'

export interface Call {
  readonly method: string
  readonly args: Readonly<Record<string, unknown>>
}

export const METADATA = 'relaydesk_delivery'
/** Blocks of one message hold about 13,000 characters; a longer text goes without, unmarked. */
const BLOCKS_TEXT_MAX = 11_000
const TEXT_MAX = 39_000
const PREVIEW_MAX = 3_000
const OPTIONS_MAX = 25
const TS = /^\d+\.\d+$/

type Written = Exclude<Outgoing, { readonly kind: 'media' | 'home' }>

export function encode(out: Written, tokens: Pick<Tokens, 'signAction'>, words: SlackWords): Call {
  const channel = out.room.external
  const thread = out.room.thread ? { thread_ts: out.room.thread } : {}
  const quiet = { unfurl_links: false, unfurl_media: false, link_names: false, parse: 'none' }
  const metadata = { event_type: METADATA, event_payload: { delivery: out.id } }
  const post = (text: string, blocks: readonly Block[] | null): Call => ({
    method: 'chat.postMessage',
    args: { channel, text, ...(blocks ? { blocks } : { mrkdwn: false }), ...thread, ...quiet, metadata },
  })
  switch (out.kind) {
    case 'text':
    case 'ping': {
      const { text, blocks } = spoken(out, out.mention ?? [])
      return post(text, blocks)
    }
    case 'edit': {
      const { text, blocks } = spoken(out, [])
      return {
        method: 'chat.update',
        args: { channel, ts: out.ref, text, ...(blocks ? { blocks } : { mrkdwn: false }), link_names: false, parse: 'none' },
      }
    }
    case 'recall':
      // A file that Slack did not tell the place of is known by its own id.
      return TS.test(out.ref)
        ? { method: 'chat.delete', args: { channel, ts: out.ref } }
        : { method: 'files.delete', args: { file: out.ref } }
    case 'menu':
      return post(preview(out.text), [...textBlocks(out.text), optionsOf(out, channel, tokens)])
    case 'card':
      return post(preview(cardTitle(out.card)), cardBlocks(out.card, { tokens, words, room: channel }))
    case 'redraw':
      return {
        method: 'chat.update',
        args: {
          channel,
          ts: out.ref ?? '',
          text: preview(cardTitle(out.card)),
          blocks: cardBlocks(out.card, { tokens, words, room: channel }),
          link_names: false,
          parse: 'none',
        },
      }
    case 'whisper':
      return {
        method: 'chat.postEphemeral',
        args: { channel, user: out.to, text: preview(out.text), blocks: textBlocks(out.text), ...thread, link_names: false, parse: 'none' },
      }
  }
}

/** Words with their speaker and whom they call; without blocks where they are too long for them. */
function spoken(
  { text, speaker }: { readonly text: string; readonly speaker?: string },
  mention: readonly string[],
): { readonly text: string; readonly blocks: readonly Block[] | null } {
  const before = [...mention.flatMap((id) => [person(id), piece(' ')]), ...(speaker ? [bold(`${speaker}: `)] : [])]
  const called = mention.filter((id) => /^\w+$/.test(id)).map((id) => `<@${id}> `)
  const line = `${called.join('')}${speaker ? `${escapeMrkdwn(speaker)}: ` : ''}`
  if (text.length > BLOCKS_TEXT_MAX) return { text: line + cut(escapeMrkdwn(text), TEXT_MAX), blocks: null }
  return { text: line + preview(text), blocks: textBlocks(text, before) }
}

/** A person's page, whole: Slack keeps no part of the one before. */
export function encodeHome(out: Extract<Outgoing, { kind: 'home' }>, tokens: Pick<Tokens, 'signAction'>, site: string): Call {
  const person = out.room.external
  return { method: 'views.publish', args: { user_id: person, view: homeView(out.home, { tokens, site, person }) } }
}

/** What notifications show; the whole stands in the blocks. */
function preview(text: string): string {
  return escapeMrkdwn(cut(text, PREVIEW_MAX)) || ' '
}

function cut(text: string, max: number): string {
  return cutText(text, { max, unit: 'utf16' })[0] ?? ''
}

function optionsOf(out: Extract<Outgoing, { kind: 'menu' }>, room: string, tokens: Pick<Tokens, 'signAction'>): Block {
  return {
    type: 'actions',
    elements: out.options.slice(0, OPTIONS_MAX).map((option, i) => ({
      type: 'button',
      action_id: `choose:${i}`,
      text: plain(option.label, 75),
      value: signPress(tokens, { action: 'choose', ticket: option.key, version: 0, room }),
    })),
  }
}

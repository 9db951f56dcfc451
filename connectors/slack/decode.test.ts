import { describe, expect, it } from 'vitest'
import type { InboundEvent } from '../../bot/ports/channel.ts'
import { createTokens } from '../../kit/tokens.ts'
import { decode } from './decode.ts'
import type { Decoded } from './decoded.ts'
import { readMrkdwn } from './mrkdwn.ts'
import { signPress } from './press-token.ts'

const tokens = createTokens('a secret of the tests')
const NOW = 1_790_000_000_000
const read = (payload: Readonly<Record<string, unknown>>): Decoded => decode(payload, { tokens, now: NOW })
const events = (payload: Readonly<Record<string, unknown>>): readonly InboundEvent[] => {
  const decoded = read(payload)
  if (decoded.is === 'said') return [decoded.event]
  if (decoded.is !== 'events') throw new Error(`it is ${decoded.is}`)
  return decoded.events
}
const told = (event: Readonly<Record<string, unknown>>, id = 'Ev1') =>
  events({ type: 'event_callback', team_id: 'T1', api_app_id: 'A1', event_id: id, token: 'secret', authorizations: [], event })
const SAID = { type: 'message', channel: 'C1', user: 'U1', text: 'hello', ts: '1790000000.000100' }

describe('keys', () => {
  it('are one for a message, its app_mention twin and every redelivery', () => {
    const twins = [told(SAID, 'Ev1'), told({ ...SAID, type: 'app_mention' }, 'Ev2'), told(SAID, 'Ev1')].flat()
    expect(twins.map((event) => event.key)).toEqual(Array(3).fill('msg:C1:1790000000.000100'))
  })

  it('tell edits, deletions and reactions apart, each of which names its message', () => {
    const message = { user: 'U1', ts: '1.1', text: 'new' }
    const all = [
      told({
        type: 'message',
        subtype: 'message_changed',
        channel: 'C1',
        ts: '2.2',
        event_ts: '2.2',
        message,
        previous_message: { ...message, text: 'old' },
      }),
      told({
        type: 'message',
        subtype: 'message_deleted',
        channel: 'C1',
        ts: '3.3',
        event_ts: '3.3',
        deleted_ts: '1.1',
        previous_message: message,
      }),
      told({ type: 'reaction_added', user: 'U1', reaction: 'eyes', item: { type: 'message', channel: 'C1', ts: '1.1' }, event_ts: '4.4' }),
      told({
        type: 'reaction_removed',
        user: 'U1',
        reaction: 'eyes',
        item: { type: 'message', channel: 'C1', ts: '1.1' },
        event_ts: '5.5',
      }),
    ].flat()
    expect(all.map((event) => [event.what, event.key, event.value?.['message']])).toEqual([
      ['edit', 'edit:C1:1.1:2.2', 'msg:C1:1.1'],
      ['recall', 'del:C1:1.1:3.3', 'msg:C1:1.1'],
      ['reaction', 'react:C1:1.1:U1:eyes:4.4', 'msg:C1:1.1'],
      ['reaction', 'react:C1:1.1:U1:eyes:5.5', 'msg:C1:1.1'],
    ])
  })

  it('of presses, commands and forms come from Slack’s own ids', () => {
    const token = signPress(tokens, { action: 'take', ticket: 't1', version: 3, room: 'C1' })
    const who = { team: { id: 'T1' }, user: { id: 'U1', name: 'lin' }, channel: { id: 'C1' } }
    const press = { type: 'block_actions', ...who, trigger_id: '9.8.a', message: { ts: '1.1' } }
    const form = JSON.stringify({ token, room: 'C1', thread: '1.1', name: 'text', optional: false })
    const state = { values: { input: { text: { type: 'plain_text_input', value: 'done' } } } }
    const view = { id: 'V1', hash: '1.a', callback_id: 'form', private_metadata: form, state }
    const all = [
      events({ ...press, actions: [{ type: 'button', action_id: 'take', action_ts: '7.7', value: token }] }),
      events({ command: '/desk', text: 'help', team_id: 'T1', channel_id: 'C1', user_id: 'U1', trigger_id: '9.9' }),
      events({ type: 'view_submission', team: who.team, user: who.user, view }),
      events({ type: 'message_action', ...who, message: SAID, callback_id: 'create', action_ts: '6.6', trigger_id: '9.7' }),
    ].flat()
    expect(all.map((event) => [event.what, event.key])).toEqual([
      ['action', 'act:9.8.a:7.7'],
      ['command', 'cmd:9.9'],
      ['action', 'view:V1:1.a'],
      ['command', 'act:9.7:6.6'],
    ])
    expect(all[2]?.value).toEqual({ action: 'take', ticket: 't1', version: 3, input: { text: 'done' } })
  })
})

describe('what is not heard', () => {
  it('are our own words, other bots, news of the channel, and edits that change no word', () => {
    const message = { user: 'U1', ts: '1.1', text: 'same' }
    for (const event of [
      { ...SAID, bot_id: 'B1' },
      { ...SAID, subtype: 'bot_message', bot_id: 'B2' },
      { ...SAID, subtype: 'channel_join' },
      { type: 'message', subtype: 'message_changed', channel: 'C1', ts: '2.2', message, previous_message: message },
      { type: 'message', subtype: 'message_changed', channel: 'C1', ts: '2.2', message: { ...message, bot_id: 'B1', text: 'redrawn' } },
      {
        type: 'message',
        subtype: 'message_deleted',
        channel: 'C1',
        ts: '2.2',
        deleted_ts: '1.1',
        previous_message: { ...message, bot_id: 'B2', app_id: 'A2' },
      },
      { type: 'app_home_opened', user: 'U1' },
    ])
      expect(told(event)).toEqual([])
  })

  it('but that somebody deleted what we posted is, however Slack tells it', () => {
    const was = { user: 'U1', ts: '1.1', text: 'T-1', bot_id: 'B1', app_id: 'A1' }
    const deletion = { type: 'message', subtype: 'message_deleted', channel: 'C1', ts: '2.2', deleted_ts: '1.1', previous_message: was }
    // So it tells of what has a thread.
    const tombstone = { user: 'USLACKBOT', subtype: 'tombstone', ts: '1.1', thread_ts: '1.1', text: 'This message was deleted.' }
    const emptied = { type: 'message', subtype: 'message_changed', channel: 'C1', ts: '2.2', message: tombstone, previous_message: was }
    for (const event of [deletion, emptied])
      expect(told(event).map(({ what, key, value }) => [what, key, value])).toEqual([['recall', 'del:C1:1.1:2.2', { post: '1.1' }]])
  })

  it('but what has an unknown shape is kept for a person to see, once (row 14)', () => {
    for (const event of [
      { type: 'brand_new_thing' },
      { ...SAID, subtype: 'brand_new' },
      { ...SAID, ts: 'yesterday' },
      { ...SAID, user: 7 },
    ])
      expect(told(event).map(({ what, key }) => [what, key])).toEqual([['unparsed', 'ev:Ev1']])
    const odd = { type: 'odd', n: 1 }
    expect(events(odd)).toEqual(events(odd))
    expect(events(odd)[0]?.key).not.toBe(events({ type: 'odd', n: 2 })[0]?.key)
  })
})

describe('what is kept of a payload', () => {
  it('holds nothing that lets its reader act as us or as the person', () => {
    const [event] = told({ ...SAID, files: [{ id: 'F1', name: 'a.png', url_private_download: 'https://files.slack.com/secret' }] })
    const raw = JSON.stringify(event?.raw)
    for (const secret of ['token', 'authorizations', 'url_private']) expect(raw).not.toContain(secret)
    expect(event?.files).toEqual([{ ref: 'F1', name: 'a.png', mime: 'application/octet-stream', size: 0 }])
  })
})

describe('a button of another channel', () => {
  it('does nothing here', () => {
    const token = signPress(tokens, { action: 'take', ticket: 't1', version: 3, room: 'C2' })
    const press = { type: 'block_actions', team: { id: 'T1' }, user: { id: 'U1' }, channel: { id: 'C1' }, trigger_id: '1.1' }
    const actions = [{ type: 'button', action_id: 'take', action_ts: '7.7', value: token }]
    expect(() => read({ ...press, actions })).toThrow('TOKEN_INVALID')
  })
})

describe('Slack’s notation', () => {
  it.each([
    ['<@U1> hi <@U2|lin>', '@U1 hi @lin', ['U1', 'U2']],
    ['see <#C1|general> and <http://a.example|a.example>', 'see #general and a.example', []],
    ['<http://a.example|click>', 'click (http://a.example)', []],
    ['<!here> <!subteam^S1|@ops> <!date^1^{date}|today>', '@here @ops today', []],
    ['&lt;!channel&gt; &amp;amp; 1 &lt; 2', '<!channel> &amp; 1 < 2', []],
    ['<mailto:a@b.example|a@b.example>', 'a@b.example', []],
  ])('reads %s', (mrkdwn, text, mentions) => {
    expect(readMrkdwn(mrkdwn)).toEqual({ text, mentions })
  })
})

describe('how a message is meant', () => {
  const authorizations = [{ team_id: 'T1', user_id: 'U0US', is_bot: true }]
  const said = (event: object) =>
    events({
      type: 'event_callback',
      team_id: 'T1',
      event_id: 'Ev1',
      authorizations,
      event: { type: 'message', channel: 'C1', user: 'U1', ts: '1.1', ...event },
    })[0]

  it('reads the desk’s own name as @bot, and nobody else’s', () => {
    expect(said({ text: '<@U0US> reply hello <@U2>' })).toMatchObject({ text: '@bot reply hello @U2', mentions: ['U0US', 'U2'] })
  })

  it('shows a quotation of the rich text as one, however Slack writes it as text', () => {
    const blocks = [{ type: 'rich_text', elements: [{ type: 'rich_text_quote', elements: [{ type: 'text', text: 'his words' }] }] }]
    expect(said({ text: 'his words\nreply hello', blocks })?.text).toBe('> his words\nreply hello')
    expect(said({ text: '&gt; his words\nok', blocks })?.text).toBe('> his words\nok')
  })
})

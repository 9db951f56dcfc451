/** What the manifest makes Slack tell and allow is what the connector hears and calls. */
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { parse } from 'yaml'

interface Manifest {
  readonly features: {
    readonly app_home: { readonly home_tab_enabled: boolean }
    readonly shortcuts: readonly { readonly type: string; readonly callback_id: string }[]
    readonly slash_commands: readonly { readonly command: string; readonly url: string; readonly should_escape: boolean }[]
  }
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } }
  readonly settings: {
    readonly event_subscriptions: { readonly request_url: string; readonly bot_events: readonly string[] }
    readonly interactivity: { readonly is_enabled: boolean; readonly request_url: string }
  }
}

/** The scope each event and each method of ours needs. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  'message.mpim': ['mpim:history'],
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
  'auth.test': [],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'files.info': ['files:read'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.delete': ['files:write'],
  'apps.connections.open': [],
}
const SOURCES = [
  'call.ts',
  'check.ts',
  'encode.ts',
  'fetch-file.ts',
  'find.ts',
  'receiver.ts',
  'sender.ts',
  'slack-channel.ts',
  'upload.ts',
]

const here = (name: string) => readFile(new URL(name, import.meta.url), 'utf8')

it('the manifest subscribes to every event and has every scope the connector needs, at one address', async () => {
  const { features, oauth_config, settings } = parse(await here('manifest.yaml')) as Manifest
  const { bot_events: events, request_url: address } = settings.event_subscriptions
  const called = (await Promise.all(SOURCES.map(here))).flatMap((text) =>
    [...text.matchAll(/'((?:auth|views|chat|conversations|files|apps|users|reactions)\.[a-zA-Z.]+)'/g)].map(([, method = '']) => method),
  )
  expect(called).toContain('chat.postMessage')
  const scopes = new Set(oauth_config.scopes.bot)
  const lacking = [...new Set([...events, ...called])].filter((each) => !NEEDS[each]?.every((scope) => scopes.has(scope)))
  expect(lacking).toEqual([])
  expect(events.toSorted()).toEqual(Object.keys(NEEDS).slice(0, 8).toSorted())
  expect([features.app_home.home_tab_enabled, settings.interactivity]).toEqual([true, { is_enabled: true, request_url: address }])
  expect(features.slash_commands.map(({ command, url, should_escape }) => [command, url, should_escape])).toEqual([
    ['/desk', address, true],
    ['/ticket', address, true],
  ])
  expect(features.shortcuts.map(({ type, callback_id }) => [type, callback_id])).toEqual([['message', 'create']])
})

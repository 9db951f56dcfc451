/** Slack as a channel: agents in threads of cards, customers in channels of their own. */
import type { Channel, Intake } from '../../bot/ports/channel.ts'
import type { Router } from '../../kit/http/router-env.ts'
import { SLACK_ABILITIES } from './abilities.ts'
import { call, failureOf } from './call.ts'
import { fetchFile } from './fetch-file.ts'
import { find } from './find.ts'
import type { Handle } from './receiver.ts'
import { mountSlack } from './routes.ts'
import { createSender } from './sender.ts'
import { createClient } from './slack-client.ts'
import type { SlackOptions } from './slack-options.ts'
import type { Sockets } from './socket.ts'

export interface SlackChannel extends Channel {
  /** Adds POST /slack/events, where there is a signing secret. Before `open` it answers 503. */
  mount(router: Router): void
}

export function createSlackChannel(options: SlackOptions): SlackChannel {
  const { token, appToken, signingSecret, apiUrl, log, now = Date.now } = options
  const client = createClient(options)
  const sender = createSender(client, options)
  let hear: Intake | null = null
  let sockets: Sockets | null = null
  let handle: Promise<Handle> | null = null
  // Bolt is loaded where Slack is heard; a worker only sends.
  const handling = (): Promise<Handle> => {
    handle ??= import('./receiver.ts').then(({ createHandle }) => createHandle(options, () => hear))
    return handle
  }
  const greet = async () => {
    try {
      const { user, team, team_id } = await call(client, 'auth.test', {})
      log.info('Slack takes our token', { user: String(user), team: String(team), account: String(team_id) })
    } catch (error) {
      const failure = failureOf(error)
      if (failure.is === 'auth') sender.refused(failure.error)
      else log.warn('Slack could not be asked who we are', { is: failure.is })
    }
  }
  return {
    name: 'slack',
    can: { ...SLACK_ABILITIES, paceMs: options.paceMs ?? SLACK_ABILITIES.paceMs },
    mount: (router) => {
      if (signingSecret !== null) mountSlack(router, { signingSecret, now }, async (payload) => (await handling())(payload))
    },
    open: async (intake) => {
      const first = hear === null
      hear = intake
      if (!first) return
      const ready = await handling()
      void greet()
      if (appToken !== null) sockets = (await import('./socket.ts')).openSockets(appToken, options, ready)
    },
    send: sender.send,
    find: (ids, room) => find(client, ids, room, options.uploads),
    file: (ref) => fetchFile({ client, token, apiUrl }, ref),
    close: async () => {
      hear = null
      await sockets?.close()
      sockets = null
    },
  }
}

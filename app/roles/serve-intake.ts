/** The role `intake`: takes in what customers and staff say elsewhere, commits it, and hands it to nobody but the database. */
import { createRemoteChannels, type RemoteChannels } from '../../connectors/api/remote-channels.ts'
import { createApiRoutes } from '../../connectors/api/routes.ts'
import type { Api } from '../../kit/http/openapi.ts'
import type { Base } from './base.ts'

/** Names no remote channel may have. */
const BUILT_IN = ['web', 'api', 'memory', 'slack', 'dingtalk', 'wecom', 'wechat']

export interface IntakeParts {
  /** POST /v1/messages and /v1/channels. */
  readonly routes: Api
  readonly remote: RemoteChannels
}

/** Mounts the platforms' routes and begins to hear. */
export async function serveIntake({ intake, lends, bell, blobs, api, platforms, router, access, clock }: Base): Promise<IntakeParts> {
  const remote = createRemoteChannels({ intake, lends, bell, blobs, builtIn: BUILT_IN, now: clock.now })
  await api.open(intake)
  for (const channel of platforms) {
    channel.mount?.(router)
    await channel.open(intake)
  }
  return { routes: createApiRoutes({ say: api.say, remote, token: access.token }), remote }
}

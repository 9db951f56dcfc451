/**
 * Every channel the desk knows, by folder name. Our own are always on and wired in `base.ts`; a platform's is
 * loaded only when its keys are in the settings, in processes that hear it (`intake`) or send to it (`worker`).
 */
import type { Channel } from '../bot/ports/channel.ts'
import type { Forms } from '../bot/ports/forms.ts'
import type { Router } from '../kit/http/router-env.ts'
import type { Log } from '../kit/log.ts'
import type { Metrics } from '../kit/metrics.ts'
import type { Bell } from '../kit/ports/bell.ts'
import type { Blobs } from '../kit/ports/blobs.ts'
import type { Settings } from '../kit/settings.ts'
import type { Tokens } from '../kit/tokens.ts'
import type { ConfigStore } from '../storage/config-store.ts'
import type { Db } from '../storage/database.ts'

/** A channel with routes of its own; they are mounted before it is opened, in `intake` only. */
export interface PlatformChannel extends Channel {
  mount?(router: Router): void
}

/** What a platform's channel may be made of. */
export interface ChannelParts {
  readonly settings: Settings
  readonly db: Db
  readonly config: ConfigStore
  readonly bell: Bell
  readonly blobs: Blobs
  readonly tokens: Tokens
  readonly log: Log
  readonly metrics: Metrics
  readonly forms: Forms
}

/** Null: its keys are not set. */
export type MakeChannel = (parts: ChannelParts) => Promise<PlatformChannel | null>

export const CHANNELS = {
  /** The reference channel, for tests: everything in process. */
  memory: () => import('../connectors/memory/memory-channel.ts'),
  /** Our own rooms in a browser: playground, team rooms, web chat. Always on. */
  web: () => import('../connectors/web/web-channel.ts'),
  /** `POST /v1/messages`, and channels that join over `/v1/channels`. Always on. */
  api: () => import('../connectors/api/api-channel.ts'),
} as const

/** A platform's channel is one line here, with a dynamic import. */
export const PLATFORMS: Readonly<Record<string, MakeChannel>> = {
  /** `connectors/slack/`, where SLACK_BOT_TOKEN is set. */
  slack: async (parts) => (await import('./slack.ts')).makeSlack(parts),
}

/** The channels of all platforms whose keys are set. */
export async function makePlatforms(parts: ChannelParts): Promise<readonly PlatformChannel[]> {
  const made = await Promise.all(Object.values(PLATFORMS).map((make) => make(parts)))
  return made.filter((channel) => channel !== null)
}

/** Every channel the desk knows, by folder name. Each is loaded only when it is configured. */
import type { Channel } from '../bot/ports/channel.ts'

export const CHANNELS = {
  /** The reference channel, for tests: everything in process. */
  memory: () => import('../connectors/memory/memory-channel.ts'),
  /** Our own rooms in a browser: playground, team rooms, web chat. Always on. */
  web: () => import('../connectors/web/web-channel.ts'),
  /** `POST /v1/messages`, and channels that join over `/v1/channels`. Always on. */
  api: () => import('../connectors/api/api-channel.ts'),
} as const

export type ChannelMap = ReadonlyMap<string, Channel>

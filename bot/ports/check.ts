/** What `npm run doctor` finds: every sentence it can say, by code, and how bad that is. */
import type { RoomRef } from '../domain/desk-config.ts'
import type { ErrorFacts } from '../errors.ts'

/** ok: works. warn: works, or cannot be told from here. bad: does not work. off: not configured. */
export type FindingState = 'ok' | 'warn' | 'bad' | 'off'

export const FINDINGS = {
  'settings-ok': 'ok',
  'settings-wrong': 'bad',
  'config-ok': 'ok',
  'config-wrong': 'bad',
  'desk-running': 'ok',
  'desk-degraded': 'warn',
  'desk-stopped': 'off',
  'database-ok': 'ok',
  'database-new': 'ok',
  'database-in-use': 'ok',
  'database-held': 'bad',
  'database-unreachable': 'bad',
  'database-old': 'bad',
  'database-behind': 'bad',
  'database-updates': 'ok',
  'database-ahead': 'bad',
  'vector-missing': 'warn',
  'database-weak': 'warn',
  'database-clock': 'warn',
  'redis-ok': 'ok',
  'redis-away': 'bad',
  'redis-off': 'off',
  'files-ok': 'ok',
  'files-wrong': 'bad',
  'model-ok': 'ok',
  'model-unlisted': 'warn',
  'model-unknown': 'bad',
  'model-refused': 'bad',
  'model-away': 'bad',
  'model-off': 'off',
  'films-ok': 'ok',
  'films-off': 'off',
  'slack-ok': 'ok',
  'slack-refused': 'bad',
  'slack-away': 'bad',
  'slack-off': 'off',
  'slack-scopes-ok': 'ok',
  'slack-scopes-missing': 'bad',
  'slack-scopes-unknown': 'warn',
  'slack-clock-ok': 'ok',
  'slack-clock-off': 'warn',
  'slack-clock-wrong': 'bad',
  'slack-room-ok': 'ok',
  'slack-room-outside': 'bad',
  'slack-room-unknown': 'bad',
  'slack-room-elsewhere': 'bad',
  'slack-rooms-none': 'warn',
  'slack-deaf': 'bad',
  'slack-socket-ok': 'ok',
  'slack-socket-refused': 'bad',
  'slack-callback-ok': 'ok',
  'slack-callback-unset': 'warn',
  'slack-callback-private': 'warn',
  'slack-callback-silent': 'warn',
  'slack-callback-away': 'bad',
  'slack-callback-wrong': 'bad',
} as const satisfies Record<string, FindingState>

export type FindingCode = keyof typeof FINDINGS

/** What was looked at. */
export type Area = 'settings' | 'config' | 'desk' | 'database' | 'redis' | 'files' | 'model' | 'slack'

export interface Finding {
  readonly area: Area
  readonly code: FindingCode
  /** Never a secret. */
  readonly facts: ErrorFacts
}

/** What a channel's check may want to know of the desk. */
export interface CheckAbout {
  /** Rooms of the configuration that are of this channel. */
  readonly rooms: readonly RoomRef[]
  /** PUBLIC_URL. */
  readonly publicUrl: string | null
  /** Whether a desk runs, so that its address should answer. */
  readonly running: boolean
}

/** Looks at one channel from outside; answers what it found, and never rejects. Changes nothing on the platform. */
export type ChannelCheck = (about: CheckAbout) => Promise<readonly Finding[]>

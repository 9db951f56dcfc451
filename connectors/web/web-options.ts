import type { OutcomeOf } from '../../bot/domain/effect.ts'
import type { Lang } from '../../bot/domain/lang.ts'
import type { Id } from '../../bot/domain/ticket.ts'
import type { InstantAnswer } from '../../bot/ports/channel.ts'
import type { Log } from '../../kit/log.ts'
import type { Bell } from '../../kit/ports/bell.ts'
import type { Blobs } from '../../kit/ports/blobs.ts'
import type { Board } from '../../kit/ports/board.ts'
import type { Tokens } from '../../kit/tokens.ts'
import type { MayUse } from './rooms-access.ts'

/** What the web channel is made of; `app/` hands it in. */
export interface WebChannelOptions {
  readonly board: Board
  readonly bell: Bell
  readonly blobs: Blobs
  readonly tokens: Pick<Tokens, 'signAction' | 'openAction' | 'signCookie' | 'openCookie'>
  readonly log: Pick<Log, 'error'>
  readonly mayUse: MayUse
  /** Words what intake wants said at once; the words are the desk's. */
  readonly word: (say: NonNullable<InstantAnswer['say']>, lang: Lang) => string
  /** Where browsers reach the desk, as PUBLIC_URL has it. */
  readonly publicUrl: string | null
  /** The desk's name by language, which a visitor is told. */
  readonly name?: () => Readonly<Partial<Record<Lang, string>>>
  /** How often open rooms are looked at, where other processes write to them; unset: they never do. */
  readonly watchMs?: () => number
  /** Largest file a browser may bring, in bytes; 10 MB unless told. */
  readonly fileMax?: number
  /** Waits a little for what comes of the event that `begin` commits; null when it takes longer. Unset: nobody is told. */
  readonly outcomeOf?: (begin: () => Promise<Id>) => Promise<OutcomeOf | null>
  readonly now?: () => number
}

import type { ConfigVersion } from '../../bot/domain/desk-config.ts'
import type { Lang } from '../../bot/domain/lang.ts'
import type { Intake } from '../../bot/ports/channel.ts'
import type { Customers } from '../../bot/ports/customers.ts'
import type { Forms } from '../../bot/ports/forms.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import type { NeedsPerson, Outcomes, SettingsReader, TalkReader, TicketReader } from '../../bot/ports/reader.ts'
import type { Say } from '../../bot/ports/say.ts'
import type { Access } from '../../kit/http/access.ts'
import type { Api } from '../../kit/http/openapi.ts'
import type { Bell } from '../../kit/ports/bell.ts'

/** What may be done to a desk that is tried out on a laptop. */
export interface Playground {
  /** Sample customers start to talk; answers how many. */
  seed(): Promise<{ customers: number }>
  /** Everything but the settings is gone afterwards. */
  reset(): Promise<void>
  addCustomer(customer: { readonly name: string; readonly lang: Lang }): Promise<{ id: string; name: string; lang: Lang }>
}

/** All that /v1 needs of the rest of the desk. */
export interface RestDeps {
  readonly access: Pick<Access, 'staff' | 'linkFor'>
  readonly tickets: TicketReader
  readonly talk: TalkReader
  readonly forms: Forms
  readonly person: NeedsPerson
  readonly settings: SettingsReader
  readonly customers: Customers
  readonly outcomes: Outcomes
  readonly intake: Intake
  readonly say: Say
  /** The topic `outcome` tells the ids of events that were decided. */
  readonly bell: Pick<Bell, 'ring' | 'listen'>
  readonly ids: Ids
  readonly config: () => ConfigVersion
  /** Name and version of the model in use. */
  readonly modelVersion: () => string
  /** Begins a training; it ends later. */
  readonly retrain: () => Promise<void>
  /** Applies the configuration file; rejects with CONFIG_INVALID and changes nothing when it has mistakes. */
  readonly reload: () => Promise<{ readonly version: number }>
  /** Given only where the desk is open and its database is its own. */
  readonly playground?: Playground
  /** Parts of /v1 that others serve, such as the channel `api`; listed in the same OpenAPI document. */
  readonly also?: readonly Api[]
  readonly now?: () => number
  /** How long a command waits for its outcome; 5 s unless told. */
  readonly waitMs?: number
}

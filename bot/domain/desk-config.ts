/** The desk's configuration, as `config/` parses it from desk.yaml. Keys in data, labels per language. */
import type { Labels, Lang } from './lang.ts'
import type { LookupDef } from './lookup.ts'
import type { PromiseKind } from './promise.ts'
import type { Mood, Priority } from './ticket.ts'

export const FIELD_KINDS = [
  'order_no',
  'parcel_no',
  'phone',
  'email',
  'amount',
  'date',
  'product',
  'name',
  'address',
  'choice',
  'text',
] as const
/** How a field's value looks; decides which extractor may fill it. */
export type FieldKind = (typeof FIELD_KINDS)[number]

export interface FieldDef {
  readonly key: string
  readonly kind: FieldKind
  readonly labels: Labels
  /** For `choice`: the closed list; `words` are further ways a customer may say it. */
  readonly choices?: readonly { readonly key: string; readonly labels: Labels; readonly words: readonly string[] }[]
}

export interface CategoryDef {
  readonly key: string
  readonly labels: Labels
  /** Keys of fields the desk asks for when they are missing. */
  readonly required: readonly string[]
  /** Keys of fields the desk keeps when it hears them. */
  readonly optional: readonly string[]
  readonly priority: Priority
  /** A complaint takes a resolved ticket up again even where its category differs. */
  readonly complaint: boolean
}

export interface TeamDef {
  readonly key: string
  readonly labels: Labels
  readonly lang: Lang
  /** Team rooms whose cards the team sees, e.g. {channel: web, room: after-sales}. */
  readonly rooms: readonly RoomRef[]
  /** The first reply to a ticket takes it (as when not told); false: it must be taken first. */
  readonly firstResponderOwns?: boolean
  /** Whether the owner's talk in a ticket's thread goes to the customer (`direct`) or only what is sent on purpose. */
  readonly replies?: 'on-purpose' | 'direct'
}

export interface RoomRef {
  readonly channel: string
  readonly account: string
  readonly room: string
}

/** What must hold for a rule to fit; all given parts must hold. */
export interface RuleWhen {
  /** Category keys; `after-sales/*` covers a group. */
  readonly category?: readonly string[]
  readonly priority?: readonly Priority[]
  readonly mood?: readonly string[]
  readonly lang?: readonly Lang[]
  readonly channel?: readonly string[]
  /** Levels of the customer. */
  readonly level?: readonly string[]
  /** The turn's text holds one of these words (folded). */
  readonly contains?: readonly string[]
}

export interface RoutingRule {
  readonly name: string
  readonly when: RuleWhen
  readonly team: string
  readonly priority?: Priority
  /** What it takes says so on its card, and a person confirms what it is about, however sure the desk is. */
  readonly risk?: 'high'
}

export interface PromiseRule {
  readonly name: string
  readonly category?: readonly string[]
  readonly priority?: readonly Priority[]
  /** How the customer sounded when the ticket was opened. */
  readonly mood?: readonly Mood[]
  /** Levels of the customer. */
  readonly level?: readonly string[]
  /** Minutes until each promise breaks, counted 24 × 7. */
  readonly minutes: Readonly<Partial<Record<PromiseKind, number>>>
}

export interface AgentDef {
  readonly key: string
  readonly name: string
  readonly role: 'agent' | 'lead' | 'manager' | 'admin'
  readonly lang: Lang
  readonly teams: readonly string[]
  readonly identities: readonly { readonly channel: string; readonly account: string; readonly id: string }[]
}

/** Words that a reply to a customer must not hold as they are. */
export interface GateRule {
  /** What the agent is told was found, where `labels` do not say it in their language. */
  readonly name: string
  readonly labels?: Labels
  readonly colour: 'amber' | 'red'
  /** Found whatever the width, case or script; a Latin word begins where a word begins. */
  readonly words: readonly string[]
  /** A regular expression over the folded text; config:check keeps it from running long. */
  readonly pattern?: string
}

/** What an agent's reply is held against before it leaves. */
export interface GateConfig {
  /** Seconds an amber reply can still be undone. */
  readonly amberSeconds: number
  /** Promises nobody may make; “we cannot promise …” is none. */
  readonly forbidden: readonly GateRule[]
  /** Words for inside. */
  readonly internal: readonly GateRule[]
  /** The shop's own numbers and addresses, which are no customer's although customers write them, too. */
  readonly ours: readonly string[]
}

/** What a customer is to the shop, such as VIP: set by people and other systems, never by what the customer writes. */
export interface LevelDef {
  readonly key: string
  readonly labels: Labels
  /** Tickets of these customers are at least this urgent, and they are told that they come first. */
  readonly priority?: Priority
}

/** A mark agents put on tickets. */
export interface TagDef {
  readonly key: string
  readonly labels: Labels
}

/** Words and steps that are done together or not at all. */
export interface MacroDef {
  readonly key: string
  readonly labels: Labels
  /** To the customer; may hold {number}, {customer} and {field.<key>}. */
  readonly reply?: Labels
  /** The ticket then waits for the customer. */
  readonly wait?: boolean
  readonly tags?: readonly string[]
  readonly category?: string
  readonly priority?: Priority
  /** At most one of these ends it. */
  readonly snooze?: string
  readonly transfer?: string
  readonly resolve?: boolean
}

/** While a ticket waits for its customer: hours until the customer is reminded, once, and hours from there until it is resolved. */
export interface NudgeDef {
  readonly afterHours: number
  readonly closeAfterHours: number
}

/** Body of one version of `desk_config`. */
/** What model endpoints take for a million tokens, in one currency. */
export interface PriceList {
  /** As people read it: USD, CNY. */
  readonly currency: string
  readonly models: readonly {
    /** As OPENAI_MODEL names it. */
    readonly model: string
    readonly in: number
    /** For what the endpoint remembered from an earlier call; absent: as `in`. */
    readonly cachedIn?: number
    readonly out: number
  }[]
}

export interface DeskConfig {
  readonly name: Labels
  /** Language used where neither the customer's words nor their channel tell another. */
  readonly lang: Lang
  readonly fields: readonly FieldDef[]
  readonly categories: readonly CategoryDef[]
  /** Key of the category for what fits none: a person sorts it, and the desk learns from that. */
  readonly otherCategory: string
  readonly teams: readonly TeamDef[]
  /** Rooms where broken promises and bad ratings are told. */
  readonly managerRooms: readonly RoomRef[]
  /** Rooms of many customers, such as a shared Slack channel: every thread is a conversation, and is answered in itself. */
  readonly customerRooms?: readonly RoomRef[]
  readonly agents: readonly AgentDef[]
  /** First fit wins; the last has an empty `when`. */
  readonly routing: readonly RoutingRule[]
  readonly promises: readonly PromiseRule[]
  /** Other systems that are asked about fields; a configuration stored before there were any has none. */
  readonly lookups?: readonly LookupDef[]
  /** Versions stored before there was a gate have none; see `gateOf`. */
  readonly gate?: GateConfig
  readonly turn: {
    readonly quietMs: number
    readonly longestMs: number
    readonly most: number
    /** See domain/talk-limit.ts; a configuration stored before there was such a limit has none. */
    readonly answersPerMinute?: number
  }
  /** Days in which a resolved ticket reopens; then it closes. */
  readonly reopenDays: number
  /** Category confidence below this stands on the card as “please check”. */
  readonly sureAbove: number
  // Absent in configurations stored before there were such.
  readonly levels?: readonly LevelDef[]
  /** Who is angry, or displeased again, is told that we are sorry and that a person looks, and is asked one thing at most; absent: true. */
  readonly calm?: boolean
  readonly tags?: readonly TagDef[]
  readonly macros?: readonly MacroDef[]
  readonly nudge?: NudgeDef
  /** IANA name; UTC where absent. */
  readonly timeZone?: string
  readonly prices?: PriceList
  /** Customers' words are translated for teams that read another language. */
  readonly translate?: boolean
}

export interface ConfigVersion {
  readonly version: number
  readonly config: DeskConfig
}

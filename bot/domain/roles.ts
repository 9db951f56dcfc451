/** Who may do what: one table, asked on every action of every channel. Deny by default. */

export const ROLES = ['agent', 'lead', 'manager', 'admin'] as const
export type Role = (typeof ROLES)[number]

export const COMMANDS = [
  'create',
  'take',
  'reply',
  'note',
  'resolve',
  'release',
  'transfer',
  'reject',
  'reopen',
  'category',
  'priority',
  'field',
  'fields',
  'close',
  'snooze',
  'retry',
  'edit',
  'drop',
  'recall',
  'refresh',
  'undo',
  'approve',
  'decline',
  'merge',
  'link',
  'follow-up',
  'escalate',
  'why',
  'timeline',
  'history',
  'summary',
  'tag',
  'untag',
  'level',
  'watch',
  'unwatch',
  'macro',
  'fetch',
  'help',
] as const
export type CommandName = (typeof COMMANDS)[number]

/** How far a right reaches: tickets one owns, tickets of one's teams, all tickets, or none. */
export type Scope = 'own' | 'team' | 'any' | 'none'

const STAFF = { agent: 'team', lead: 'team', manager: 'any', admin: 'any' } as const

export const MAY: Readonly<Record<CommandName, Readonly<Record<Role, Scope>>>> = {
  // The team in whose room it is asked for; anywhere else, any team one belongs to.
  create: STAFF,
  take: STAFF,
  note: STAFF,
  reply: STAFF,
  resolve: { agent: 'own', lead: 'team', manager: 'any', admin: 'any' },
  release: { agent: 'own', lead: 'team', manager: 'any', admin: 'any' },
  transfer: STAFF,
  reject: STAFF,
  reopen: STAFF,
  category: STAFF,
  priority: { agent: 'own', lead: 'team', manager: 'any', admin: 'any' },
  field: STAFF,
  fields: STAFF,
  close: { agent: 'none', lead: 'team', manager: 'any', admin: 'any' },
  snooze: { agent: 'own', lead: 'team', manager: 'any', admin: 'any' },
  retry: STAFF,
  edit: { agent: 'own', lead: 'team', manager: 'any', admin: 'any' },
  drop: { agent: 'own', lead: 'team', manager: 'any', admin: 'any' },
  recall: { agent: 'own', lead: 'team', manager: 'any', admin: 'any' },
  refresh: STAFF,
  undo: STAFF,
  approve: STAFF,
  decline: STAFF,
  merge: STAFF,
  link: STAFF,
  'follow-up': STAFF,
  escalate: STAFF,
  why: STAFF,
  timeline: STAFF,
  history: STAFF,
  summary: STAFF,
  tag: STAFF,
  untag: STAFF,
  level: { agent: 'own', lead: 'team', manager: 'any', admin: 'any' },
  watch: STAFF,
  unwatch: STAFF,
  macro: STAFF,
  fetch: STAFF,
  help: { agent: 'any', lead: 'any', manager: 'any', admin: 'any' },
}

/** May this person run the command on a ticket of that team and owner? Customers and strangers have no role. */
export function may(
  actor: { readonly id: string; readonly role: Role; readonly teams: readonly string[] } | null,
  command: CommandName,
  ticket: { readonly team: string; readonly owner: string | null },
): boolean {
  if (!actor) return false
  switch (MAY[command][actor.role]) {
    case 'any':
      return true
    case 'team':
      return actor.teams.includes(ticket.team) || ticket.owner === actor.id
    case 'own':
      return ticket.owner === actor.id
    case 'none':
      return false
  }
}

/** What there is to look at beside a single ticket. */
export const AREAS = ['tickets', 'room', 'manager-room', 'person', 'settings'] as const
export type Area = (typeof AREAS)[number]

/** The same table for looking. `team`: the rooms of the teams one belongs to. */
export const SEES: Readonly<Record<Area, Readonly<Record<Role, Scope>>>> = {
  tickets: { agent: 'any', lead: 'any', manager: 'any', admin: 'any' },
  room: STAFF,
  'manager-room': { agent: 'none', lead: 'none', manager: 'any', admin: 'any' },
  person: { agent: 'none', lead: 'any', manager: 'any', admin: 'any' },
  settings: { agent: 'none', lead: 'none', manager: 'any', admin: 'any' },
}

/** May this person look there? `team`: whose room it is. */
export function maySee(actor: { readonly role: Role; readonly teams: readonly string[] }, area: Area, team?: string): boolean {
  const scope = SEES[area][actor.role]
  return scope === 'any' || (scope === 'team' && team !== undefined && actor.teams.includes(team))
}

/** One line of a ticket's history per kind of change. Who did it stands beside the line, so no line names its subject. */
import type { PromiseKind } from '../../domain/promise.ts'
import type { Mood, TicketChangeType } from '../../domain/ticket.ts'

export const events = {
  desk: 'the desk',
  customer: 'the customer',
  agent: 'an agent',
  blank: '(erased)',
  opened: (number: string, category: string, team: string) => `Opened ${number}: ${category}, for ${team}`,
  taken: (owner: string) => `${owner} took the ticket`,
  released: () => 'Handed the ticket back',
  transferred: (team: string, why: string) => `Transferred to ${team}${why ? `: ${why}` : ''}`,
  replied: (waiting: boolean): string => (waiting ? 'Replied and waits for the customer' : 'Replied to the customer'),
  'reply-held': (colour: 'amber' | 'red', why: string) =>
    `${colour === 'red' ? 'A reply waits for approval' : 'A reply waits a moment'}${why ? `: ${why}` : ''}`,
  'reply-released': (how: 'time' | 'approved' | 'ended'): string =>
    how === 'approved' ? 'Approved the reply' : 'The reply that waited was sent',
  'reply-withdrawn': (how: 'undone' | 'rewritten' | 'declined' | 'ended', why: string) =>
    `${{ undone: 'Took the reply back', rewritten: 'Rewrote the reply', declined: 'Declined the reply', ended: 'The reply that waited was taken away' }[how]}${why ? `: ${why}` : ''}`,
  'customer-wrote': (mood: Mood): string =>
    mood === 'angry' || mood === 'unhappy' ? 'The customer wrote again, upset' : 'The customer wrote again',
  'field-set': (fields: string) => `Noted ${fields}`,
  'category-set': (category: string, percent: number) => `Category is now ${category}${percent < 100 ? ` (${percent} % sure)` : ''}`,
  'priority-set': (priority: string, why: string) => `Priority is now ${priority}${why ? `: ${why}` : ''}`,
  'summary-set': (title: string) => `Title is now “${title}”`,
  marked: (marks: string) => `Marked: ${marks}`,
  asked: (fields: string) => (fields ? `Asked the customer for ${fields}` : 'Asked the customer'),
  resolved: (note: string) => `Resolved${note ? `: ${note}` : ''}`,
  reopened: (why: string) => `Reopened${why ? `: ${why}` : ''}`,
  closed: (why: string) => `Closed${why ? `: ${why}` : ''}`,
  rejected: (why: string) => `Not a request${why ? `: ${why}` : ''}`,
  merged: (into: string) => `Merged into ${into}`,
  snoozed: (until: string) => `Snoozed until ${until}`,
  woken: () => 'Back from being snoozed',
  rated: (rating: number) => `Rated ${rating} of 5`,
  'promise-kept': (kind: PromiseKind) => `Promise kept: ${PROMISES[kind]}`,
  'promise-broken': (kind: PromiseKind) => `Promise broken: ${PROMISES[kind]}`,
  absorbed: (from: string) => `Took in ${from}`,
  linked: (other: string) => `Linked with ${other}`,
  escalated: (priority: string, why: string) => `Escalated to ${priority}${why ? `: ${why}` : ''}`,
  tagged: (added: string, removed: string) => [added && `Tagged ${added}`, removed && `Removed tag ${removed}`].filter(Boolean).join('; '),
  levelled: (level: string) => (level ? `The customer is now: ${level}` : 'The customer has no level any more'),
  watched: (on: boolean, agent: string) => `${agent} ${on ? 'watches' : 'no longer watches'}`,
  'follow-up-set': (at: string, note: string) => `Reminder at ${at}${note ? `: ${note}` : ''}`,
  'follow-up-due': () => 'Reminded',
  'nudge-set': (at: string) => `The customer will be reminded at ${at}`,
  nudged: () => 'Reminded the customer',
  erased: (count: number) => (count === 1 ? 'Erased one personal word' : `Erased ${count} personal words`),
} satisfies Readonly<Record<TicketChangeType, (...facts: never[]) => string>> & Readonly<Record<string, unknown>>

const PROMISES = { 'first-response': 'first response', 'next-response': 'next response', resolution: 'resolution' }

/** What every command file exports: a name, and what it does to a ticket, or why not. */
import type { Agent } from '../domain/conversation.ts'
import type { CommandName } from '../domain/roles.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { DeskEvent } from '../domain/view.ts'
import type { Draft } from '../draft.ts'
import type { ErrorCode, ErrorFacts } from '../errors.ts'

export interface CommandCall {
  readonly draft: Draft
  readonly ticket: Ticket
  readonly actor: Agent
  readonly event: DeskEvent
  readonly args: Readonly<Record<string, string>>
}

export interface CommandRefusal {
  readonly code: ErrorCode
  readonly facts?: ErrorFacts
}

export interface Command {
  readonly name: CommandName
  /** Asks again when the card shows an older state than the ticket has. */
  readonly destructive?: boolean
  /** Null when done. May be called twice for one wish (people press twice): the second is refused or changes nothing. */
  run(call: CommandCall): CommandRefusal | null
}

export const by = (actor: Agent) => ({ kind: 'agent' as const, id: actor.id })

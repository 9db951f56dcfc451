/** What the views of a turn and of an event are about. */
import type { Turn } from '../../bot/domain/conversation.ts'
import { creationOf } from '../../bot/domain/creation.ts'
import { customerCommand } from '../../bot/domain/grammar.ts'
import type { DeskEvent } from '../../bot/domain/view.ts'
import type { ViewRef } from './load-views.ts'

export function turnRef(turn: Turn): ViewRef {
  const numbers = turn.messages.flatMap((m) => {
    const command = customerCommand(m.text)
    return command?.command === 'progress' && command.number !== null ? [command.number] : []
  })
  return { author: turn.author, conversation: turn.conversation, numbers, turn: turn.id }
}

/** What an event that asks for a new ticket wants it made of. */
export function sourceRef(event: DeskEvent): Pick<ViewRef, 'source'> {
  const creation = creationOf(event)
  return creation ? { source: { room: event.room, creation } } : {}
}

/** The reply an event is about: a button says it itself, REST among the command's arguments. */
export function replyNamed(value: Readonly<Record<string, unknown>>): string | null {
  const input = value['input']
  const named = value['message'] ?? (typeof input === 'object' && input !== null ? (input as Record<string, unknown>)['message'] : null)
  return typeof named === 'string' ? named : null
}

/** The thread message an event's words stand in: its own, or the one it changes. */
export function writtenAs({ id, value }: Pick<DeskEvent, 'id' | 'value'>): string {
  return typeof value['of'] === 'string' ? value['of'] : id
}

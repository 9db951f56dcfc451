import { customerName } from '../customer-name.ts'
import type { MacroDef } from '../domain/desk-config.ts'
import { fold } from '../domain/fold.ts'
import { fillMacro, openPlace } from '../domain/macro-text.ts'
import { type CommandName, may } from '../domain/roles.ts'
import type { Command, CommandCall, CommandRefusal } from './command.ts'
import { category, priority } from './correct.ts'
import { reply } from './reply.ts'
import { resolve } from './resolve.ts'
import { snooze } from './snooze.ts'
import { tag } from './tags.ts'
import { transfer } from './transfer.ts'

/**
 * `macro <key>`: its words to the customer and its steps, all or none; each step is held to the rights it has by
 * itself. From a form come the words as the agent left them (`text`). A second press on the same card is refused.
 */
export const macro: Command = {
  name: 'macro',
  destructive: true,
  run: (call) => {
    const { draft, ticket, args } = call
    const said = fold((args['key'] ?? '').trim())
    const { config } = draft.view.config
    const found = config.macros?.find(({ key, labels }) => key === said || Object.values(labels).some((label) => fold(label) === said))
    if (!found) return { code: 'MACRO_NOT_FOUND', facts: { macro: said.slice(0, 60) } }
    const facts = { ticket, customer: customerName(draft, ticket), config, lang: draft.lang }
    const text = found.reply ? args['text'] || fillMacro(found.reply[draft.lang], facts) : null
    const open = text === null ? null : openPlace(text)
    if (open) return { code: 'MACRO_INCOMPLETE', facts: { place: open } }
    for (const [step, given] of stepsOf(found, text)) {
      const refused = runStep(call, step, given)
      if (refused) return refused
    }
    return null
  },
}

type Step = readonly [Command, Readonly<Record<string, string>>]

/** The words go first: who answers first becomes the owner, which later steps may need. */
function stepsOf(found: MacroDef, text: string | null): readonly Step[] {
  return [
    ...(text === null
      ? []
      : [[reply, { text, ...(found.wait ? { wait: 'true' } : {}), ...(found.resolve ? { resolve: 'true' } : {}) }] as const]),
    ...(found.tags ?? []).map((key) => [tag, { tag: key }] as const),
    ...(found.category ? [[category, { category: found.category }] as const] : []),
    ...(found.priority ? [[priority, { priority: found.priority }] as const] : []),
    ...(found.snooze ? [[snooze, { when: found.snooze }] as const] : []),
    ...(found.transfer ? [[transfer, { team: found.transfer }] as const] : []),
    ...(found.resolve ? [[resolve, {}] as const] : []),
  ]
}

function runStep(call: CommandCall, step: Command, args: Readonly<Record<string, string>>): CommandRefusal | null {
  const ticket = call.draft.ticket(call.ticket.id) ?? call.ticket
  const held = ticket.held ?? []
  // Resolving must not overtake words the customer does not have yet: the macro's own reply resolves the ticket when it goes out.
  if (step === resolve && held.length > 0) {
    const own = held.length > (call.ticket.held?.length ?? 0) && held.at(-1)?.resolves
    return own ? null : { code: 'REPLY_STILL_WAITING' }
  }
  const name: CommandName = step.name
  if (!may(call.actor, name, ticket)) return { code: 'NOT_ALLOWED', facts: { command: name } }
  const refused = step.run({ ...call, ticket, args })
  // The step is not needed where things stand so already.
  return refused?.code === 'TICKET_UNCHANGED' ? null : refused
}

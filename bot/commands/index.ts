/** Every command, by name: the same for a button, typed words, an emoji or REST. */
import type { CommandName } from '../domain/roles.ts'
import { close } from './close.ts'
import type { Command } from './command.ts'
import { category, field, fields, priority } from './correct.ts'
import { escalate } from './escalate.ts'
import { history, summary, timeline, why } from './explain.ts'
import { fetchFiles } from './fetch.ts'
import { approve, decline, undo } from './held-replies.ts'
import { help } from './help.ts'
import { level } from './level.ts'
import { link } from './link.ts'
import { macro } from './macro.ts'
import { merge } from './merge.ts'
import { note } from './note.ts'
import { recall } from './recall.ts'
import { refresh } from './refresh.ts'
import { reject } from './reject.ts'
import { release } from './release.ts'
import { reopen } from './reopen.ts'
import { drop, edit, retry } from './replies.ts'
import { reply } from './reply.ts'
import { resolve } from './resolve.ts'
import { followUp, snooze } from './snooze.ts'
import { tag, untag, unwatch, watch } from './tags.ts'
import { take } from './take.ts'
import { transfer } from './transfer.ts'

/** What is done to a ticket that is there; `create` makes one (create.ts). */
export const commands: Readonly<Record<Exclude<CommandName, 'create'>, Command>> = {
  take,
  reply,
  note,
  resolve,
  release,
  transfer,
  reject,
  reopen,
  category,
  priority,
  field,
  fields,
  close,
  snooze,
  retry,
  edit,
  drop,
  recall,
  refresh,
  undo,
  approve,
  decline,
  merge,
  link,
  'follow-up': followUp,
  escalate,
  why,
  timeline,
  history,
  summary,
  tag,
  untag,
  level,
  watch,
  unwatch,
  macro,
  fetch: fetchFiles,
  help,
}

/** A card's action `macro:<key>` is that macro. */
const MACRO = 'macro:'

/** The command of that name; buttons' own names lead to the same commands. */
export function commandNamed(name: string): { command: Command; args: Readonly<Record<string, string>> } | null {
  if (name === 'reply-wait') return { command: reply, args: { wait: 'true' } }
  if (name === 'category-right') return { command: category, args: { same: 'true' } }
  if (name.startsWith(MACRO)) return { command: macro, args: { key: name.slice(MACRO.length) } }
  return Object.hasOwn(commands, name) ? { command: commands[name as keyof typeof commands], args: {} } : null
}

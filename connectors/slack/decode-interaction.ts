/** What people do with buttons, forms, shortcuts and slash commands. */
import { z } from 'zod'
import { DeskError } from '../../bot/errors.ts'
import { readButton } from './button.ts'
import { type Deciphering, type Decoded, eventOf, type Form, messageKey, millis, nothing, one } from './decoded.ts'
import { INPUT_BLOCK } from './modal.ts'
import { readMrkdwn } from './mrkdwn.ts'
import { openPress } from './press-token.ts'
import { saidIn } from './rich-text.ts'
import type { BlockActions, Submission, shortcut, slash } from './shapes.ts'

/** Links and menus of a card that send something although nothing is to happen. */
const SILENT = new Set(['url_button'])

/** Throws TOKEN_INVALID for a button that is not ours, or not from here. */
export function decodeActions(body: BlockActions, raw: unknown, { tokens, now }: Deciphering): Decoded | null {
  const [pressed] = body.actions
  if (!pressed || SILENT.has(pressed.type)) return nothing
  const button = readButton(pressed.value)
  const press = openPress(tokens, button?.token)
  if (!button || press?.room !== body.channel.id) throw new DeskError('TOKEN_INVALID')
  const thread = body.message?.thread_ts ?? body.container?.thread_ts ?? body.message?.ts ?? body.container?.message_ts ?? null
  const label = pressed.text?.text ?? press.action
  if (button.needs) {
    const prefilled = button.needs.kind === 'text' && button.needs.value === undefined ? saidIn(body.message?.blocks ?? []) : null
    const form: Form = { token: button.token, room: body.channel.id, thread, name: button.needs.name, optional: button.needs.value === '' }
    const needs = prefilled !== null && button.prefill ? { ...button.needs, value: prefilled } : button.needs
    return { is: 'ask', ask: { account: body.team.id, user: body.user.id, trigger: body.trigger_id, label, form, needs } }
  }
  const { room, ...action } = press
  const common = {
    account: body.team.id,
    key: `act:${body.trigger_id}:${pressed.action_ts}`,
    at: whenOf(pressed.action_ts, now),
    from: personOf(body.user),
    what: 'action' as const,
    raw,
  }
  // An option of a menu is a customer's answer; its token holds the option's key where a card's holds the ticket.
  if (action.action === 'choose') return one(eventOf({ ...common, room: { id: room }, text: label, value: { choice: action.ticket } }))
  return one(eventOf({ ...common, room: { id: room, ...(thread ? { thread } : {}) }, value: { ...action } }))
}

const formShape = z.object({ token: z.string(), room: z.string(), thread: z.string().nullable(), name: z.string(), optional: z.boolean() })

export function decodeSubmission(body: Submission, raw: unknown, { tokens, now }: Deciphering): Decoded | null {
  const form = formShape.safeParse(jsonOf(body.view.private_metadata))
  const press = form.success ? openPress(tokens, form.data.token) : null
  if (!form.success || press?.room !== form.data.room) throw new DeskError('TOKEN_INVALID')
  const answer = body.view.state.values[INPUT_BLOCK]?.[form.data.name]
  const said = answer?.selected_option?.value ?? answer?.value ?? ''
  if (said.trim() === '' && !form.data.optional) return { is: 'incomplete', block: INPUT_BLOCK, account: body.team.id, user: body.user.id }
  const { room, ...action } = press
  return one(
    eventOf({
      account: body.team.id,
      key: `view:${body.view.id}:${body.view.hash}`,
      at: now,
      room: { id: room, ...(form.data.thread ? { thread: form.data.thread } : {}) },
      from: personOf(body.user),
      what: 'action',
      value: { ...action, input: { [form.data.name]: said } },
      raw,
    }),
  )
}

/** A message shortcut: its callback id is the command, the message it was used on what the command is about. */
export function decodeShortcut(body: z.infer<typeof shortcut>, raw: unknown, { now }: Deciphering): Decoded {
  const { channel, message } = body
  const words = readMrkdwn(message.text ?? '')
  return one(
    eventOf({
      account: body.team.id,
      key: `act:${body.trigger_id}:${body.action_ts}`,
      at: whenOf(body.action_ts, now),
      room: { id: channel.id, thread: message.thread_ts ?? message.ts },
      from: personOf(body.user),
      what: 'command',
      text: words.text,
      value: { action: body.callback_id, message: messageKey(channel.id, message.ts), ...(message.user ? { author: message.user } : {}) },
      raw,
    }),
  )
}

export function decodeSlash(body: z.infer<typeof slash>, raw: unknown, { now }: Deciphering): Decoded {
  const words = readMrkdwn(body.text)
  return one(
    eventOf({
      account: body.team_id,
      key: `cmd:${body.trigger_id}`,
      at: now,
      room: { id: body.channel_id },
      from: personOf({ id: body.user_id, name: body.user_name }),
      what: 'command',
      text: words.text.trim(),
      mentions: words.mentions,
      value: { command: body.command },
      raw,
    }),
  )
}

function personOf({
  id,
  name,
  username,
}: {
  readonly id: string
  readonly name?: string | undefined
  readonly username?: string | undefined
}) {
  const called = name || username
  return { id, ...(called ? { name: called } : {}) }
}

function whenOf(ts: string, now: number): number {
  const at = millis(ts)
  return Number.isFinite(at) && at > 0 ? at : now
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

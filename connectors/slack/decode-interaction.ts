/** What people do with buttons, forms, shortcuts and slash commands. */
import { z } from 'zod'
import { TICKET_COMMAND } from '../../bot/domain/creation.ts'
import { agentCommand } from '../../bot/domain/grammar.ts'
import { looksLike } from '../../bot/domain/looks-like.ts'
import { DeskError } from '../../bot/errors.ts'
import { readButton } from './button.ts'
import { type Deciphering, type Decoded, eventOf, type Form, messageKey, millis, nothing, one } from './decoded.ts'
import { OPENS } from './home-blocks.ts'
import { ruleOf } from './modal.ts'
import { menuToken } from './more-menu.ts'
import { readMrkdwn } from './mrkdwn.ts'
import { openPress, roomOfHome } from './press-token.ts'
import type { BlockActions, Submission, shortcut, slash } from './shapes.ts'

/** Links and menus of a card that send something although nothing is to happen. */
const SILENT = new Set(['url_button'])

/** Throws TOKEN_INVALID for a button that is not ours, or not from here. */
export function decodeActions(body: BlockActions, raw: unknown, { tokens, now }: Deciphering): Decoded | null {
  const [pressed] = body.actions
  if (!pressed || SILENT.has(pressed.type) || pressed.action_id === OPENS) return nothing
  const onHome = body.view?.type === 'home'
  if (!onHome && !body.channel) return null
  const chosen = pressed.selected_option?.value ?? null
  const button = chosen === null ? readButton(pressed.value) : { token: menuToken(pressed.action_id), needs: 'asked' as const }
  const opened = openPress(tokens, button?.token)
  // On a home it is the card's channel, so that whoever is refused is told there.
  const place = onHome ? roomOfHome(opened?.room ?? '', body.user.id) : opened?.room === body.channel?.id ? body.channel?.id : null
  if (!button?.token || !opened || !place || (onHome && button.needs !== null)) throw new DeskError('TOKEN_INVALID')
  const thread = body.message?.thread_ts ?? body.container?.thread_ts ?? body.message?.ts ?? body.container?.message_ts ?? null
  const { room: _, ...signed } = opened
  const room = place
  const action = chosen === null ? signed : { ...signed, action: chosen }
  const label = pressed.selected_option?.text?.text ?? pressed.text?.text ?? action.action
  const common = {
    account: body.team.id,
    key: `act:${body.trigger_id}:${pressed.action_ts}`,
    at: whenOf(pressed.action_ts, now),
    from: personOf(body.user),
    what: 'action' as const,
    raw,
  }
  const where = { id: room, ...(thread ? { thread } : {}) }
  // An option of a menu is a customer's answer; its token holds the option's key where a card's holds the ticket.
  if (action.action === 'choose') return one(eventOf({ ...common, room: where, text: label, value: { choice: action.ticket } }))
  const event = eventOf({ ...common, room: where, value: { ...action } })
  // On a home there is no place to answer in.
  if (button.needs === null) return one(body.response_url && !onHome ? { ...event, instant: true } : event)
  const form: Form = { token: button.token, action: chosen, room, thread }
  const ask = { account: body.team.id, user: body.user.id, trigger: body.trigger_id, label, form }
  return button.needs === 'asked' ? { is: 'wish', ask, press: action, event } : { is: 'ask', ask: { ...ask, inputs: button.needs } }
}

const formShape = z.object({
  token: z.string(),
  action: z.string().nullable().default(null),
  room: z.string(),
  thread: z.string().nullable(),
  shown: z.string().exactOptional(),
})

export function decodeSubmission(body: Submission, raw: unknown, { tokens, now }: Deciphering): Decoded | null {
  const form = formShape.safeParse(jsonOf(body.view.private_metadata))
  const press = form.success ? openPress(tokens, form.data.token) : null
  if (!form.success || press?.room !== form.data.room) throw new DeskError('TOKEN_INVALID')
  const answers = Object.entries(body.view.state.values).flatMap(([block, inputs]) =>
    Object.entries(inputs).map(([name, answer]) => ({ block, name, said: answer.selected_option?.value ?? answer.value ?? '' })),
  )
  const shown = new Map(body.view.blocks.map(({ block_id, element }) => [block_id, element?.initial_value]))
  // What stood there before may be the customer's own words; it is left alone.
  const changed = answers.filter(({ block, said }) => said === '' || shown.get(block) !== said)
  const refused = changed.map(({ block, said }) => ({ block, wrong: faultOf(block, said) })).find(({ wrong }) => wrong !== undefined)
  if (refused) return { is: 'incomplete', block: refused.block, wrong: refused.wrong ?? null, account: body.team.id, user: body.user.id }
  const { room, ...signed } = press
  const action = form.data.action === null ? signed : { ...signed, action: form.data.action }
  const values = Object.fromEntries(answers.map(({ name, said }) => [name, said]))
  const event = eventOf({
    account: body.team.id,
    key: `view:${body.view.id}:${body.view.hash}`,
    at: now,
    room: { id: room, ...(form.data.thread ? { thread: form.data.thread } : {}) },
    from: personOf(body.user),
    what: 'action',
    value: { ...action, input: values },
    raw,
  })
  const blocks = body.view.blocks.filter(({ type }) => type === 'input')
  return { is: 'said', account: body.team.id, user: body.user.id, said: { press: action, form: form.data, blocks, values }, event }
}

/** Undefined: the answer can be taken. Null: nothing was said. Else the label of what does not look as it must. */
function faultOf(block: string, said: string): string | null | undefined {
  const { optional, looks, label } = ruleOf(block)
  if (said.trim() === '') return optional ? undefined : null
  return looks !== null && !looksLike(looks, said) ? label : undefined
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
  const event = eventOf({
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
  })
  if (!asksForForm(event.text ?? '', body.command)) return one(event)
  const place = { room: body.channel_id, thread: null }
  return { is: 'form', account: body.team_id, user: body.user_id, open: { trigger: body.trigger_id }, place, values: {}, event }
}

/** `/ticket` with nothing after it, and the same in the desk's own command. */
function asksForForm(text: string, command: string): boolean {
  if (command === TICKET_COMMAND) return text === '' || text.toLowerCase() === 'new'
  const typed = agentCommand(`/${text}`)
  return typed?.command === 'create' && Object.keys(typed.args).length === 0
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

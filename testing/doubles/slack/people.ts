/** The people of the workspace: what they say and press, as payloads of Slack. */
import { randomUUID } from 'node:crypto'
import { changeMessage, deleteMessage } from './change-messages.ts'
import type { Brought } from './deliveries.ts'
import { asItStands, filled } from './filled-form.ts'
import type { Front, OpenView } from './front.ts'
import { envelopeOf } from './payloads.ts'
import { shareFiles } from './share-files.ts'
import { actionStamp, stamp } from './stamps.ts'
import type { Workspace } from './workspace.ts'

type Json = Readonly<Record<string, unknown>>

export interface Ways {
  event(payload: object, once?: boolean): Promise<Brought>
  interaction(payload: object): Promise<Brought>
  slash(fields: Readonly<Record<string, string>>): Promise<Brought>
}

export interface Saying {
  readonly as: string
  readonly channel: string
  readonly text: string
  readonly thread?: string
  /** The text is Slack's own notation already, with mentions. */
  readonly raw?: boolean
  readonly files?: readonly { readonly name: string; readonly mime: string; readonly bytes: Uint8Array }[]
}

export interface Pressing {
  readonly as: string
  readonly channel: string
  readonly ts: string
  readonly action: string
  readonly trigger?: string
  /** Presses with this value instead of the button's own. */
  readonly value?: string
}

/** What a person types, as Slack writes it. */
export function asTyped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

export class People {
  readonly #workspace: Workspace
  readonly #front: Front
  readonly #ways: Ways

  constructor(workspace: Workspace, front: Front, ways: Ways) {
    this.#workspace = workspace
    this.#front = front
    this.#ways = ways
  }

  /** Says it, and answers the event that tells of it, not yet brought. */
  async write({ as, channel, text, thread, raw = false, files = [] }: Saying): Promise<Json> {
    const person = this.#workspace.person(as)
    const room = this.#workspace.channel(channel)
    const typed = raw ? text : asTyped(text)
    const posted =
      files.length > 0
        ? await shareFiles(this.#workspace, { token: person.token, channel: room, text: typed, thread, files })
        : await this.#post(person.token, room, typed, thread)
    const event = {
      type: 'message',
      channel: room,
      channel_type: 'channel',
      user: person.id,
      text: typed,
      ...posted,
      event_ts: posted['ts'],
    }
    return envelopeOf(this.#workspace, { ...event, ...(thread ? { thread_ts: thread } : {}) })
  }

  async say(saying: Saying): Promise<Brought & { readonly ts: string }> {
    const event = await this.write(saying)
    return { ...(await this.#ways.event(event)), ts: String((event['event'] as Json)['ts']) }
  }

  /** Gives (or takes back) an emoji. */
  react(as: string, channel: string, ts: string, emoji: string, given = true): Promise<Brought> {
    const item = { type: 'message', channel: this.#workspace.channel(channel), ts }
    const type = given ? 'reaction_added' : 'reaction_removed'
    return this.tell({ type, user: this.#workspace.person(as).id, reaction: emoji, item, event_ts: stamp() })
  }

  async edit(as: string, channel: string, ts: string, text: string): Promise<Brought> {
    return this.tell(await this.editUntold(as, channel, ts, text))
  }

  async remove(as: string, channel: string, ts: string): Promise<Brought> {
    return this.tell(await this.removeUntold(as, channel, ts))
  }

  /** Changes it, and answers the event that would tell of it. */
  async editUntold(as: string, channel: string, ts: string, text: string): Promise<Json> {
    return changeMessage(this.#workspace, await this.#standing(as, channel, ts), asTyped(text))
  }

  /** Deletes it, and answers the event that would tell of it. */
  async removeUntold(as: string, channel: string, ts: string): Promise<Json> {
    return deleteMessage(this.#workspace, await this.#standing(as, channel, ts))
  }

  /** Tells of an event: at its time, late, or before others. */
  tell(event: Json): Promise<Brought> {
    return this.#ways.event(envelopeOf(this.#workspace, event))
  }

  /** Presses a button, or chooses from a menu of the message; a form may open for the person. */
  async press({ as, channel, ts, action, trigger, value }: Pressing): Promise<Brought> {
    const message = await this.message(channel, ts)
    const button = buttonsOf(message).find((each) => each['action_id'] === action)
    const menu = button ? null : menuWith(message, action)
    if (!button && !menu && value === undefined) throw new Error(`the message has no button ${action}`)
    const person = this.#workspace.person(as)
    const pressed = {
      ...(button ?? menu ?? { type: 'button', action_id: action, text: { type: 'plain_text', text: action } }),
      action_ts: actionStamp(trigger),
    }
    return this.#ways.interaction({
      type: 'block_actions',
      ...this.#who(as),
      channel: { id: this.#workspace.channel(channel), name: channel },
      container: { type: 'message', message_ts: ts, channel_id: this.#workspace.channel(channel), is_ephemeral: false },
      message,
      actions: [value === undefined ? pressed : { ...pressed, value }],
      state: { values: {} },
      response_url: this.#front.responseUrl({ user: person.id, channel: this.#workspace.channel(channel) }),
      trigger_id: trigger ?? this.#front.trigger(person.id),
    })
  }

  /** Looks at the app's home. */
  openHome(as: string, tab: 'home' | 'messages' = 'home'): Promise<Brought> {
    return this.tell({ type: 'app_home_opened', user: this.#workspace.person(as).id, channel: 'D0HOME', tab, event_ts: stamp() })
  }

  /** What a person's home shows now; null: it was never drawn. */
  home(as: string): Json | null {
    return this.#front.homes.get(this.#workspace.person(as).id) ?? null
  }

  /** Presses the first such button of a home; `of`: somebody else's, as a forger would. */
  pressHome(as: string, action: string, of = as): Promise<Brought> {
    const view = this.home(of)
    const button = buttonsOf(view ?? {}).find((each) => each['action_id'] === action)
    if (!button) throw new Error(`the home has no button ${action}`)
    const { id } = this.#workspace.person(as)
    return this.#ways.interaction({
      type: 'block_actions',
      ...this.#who(as),
      container: { type: 'view', view_id: `V${id}` },
      view: { ...view, id: `V${id}` },
      actions: [{ ...button, action_ts: stamp() }],
      trigger_id: this.#front.trigger(id),
    })
  }

  /** The form last opened for a person. */
  view(as: string): OpenView {
    const { id } = this.#workspace.person(as)
    const opened = this.#front.views.findLast((view) => view.user === id)
    if (!opened) throw new Error(`no form is open for ${as}`)
    return opened
  }

  /** Sends the form last opened: one answer for its first input, or answers by the names of its inputs; the others as they stand. */
  submit(as: string, answer: string | Readonly<Record<string, string>>, opened: OpenView = this.view(as)): Promise<Brought> {
    return this.#send(as, opened, asItStands(opened, answer))
  }

  /** Fills the form last opened, by the names of its inputs, and sends it. */
  fill(as: string, values: Readonly<Record<string, string>>, opened: OpenView = this.view(as)): Promise<Brought> {
    return this.#send(as, opened, filled(opened, values))
  }

  async #send(as: string, opened: OpenView, view: Json): Promise<Brought> {
    const brought = await this.#ways.interaction({ type: 'view_submission', ...this.#who(as), view, response_urls: [] })
    const answer = brought.body as { response_action?: string; view?: Json } | null
    if (answer?.response_action === 'update' && answer.view) this.#front.updated(opened, answer.view)
    return brought
  }

  /** Chooses in the form last opened, where a choice is told at once. */
  choose(as: string, input: string, values: Readonly<Record<string, string>>, opened: OpenView = this.view(as)): Promise<Brought> {
    const view = filled(opened, values)
    return this.#ways.interaction({
      type: 'block_actions',
      ...this.#who(as),
      container: { type: 'view', view_id: opened.id },
      trigger_id: this.#front.trigger(opened.user),
      view,
      actions: [
        { type: 'static_select', action_id: input, block_id: input, action_ts: stamp(), selected_option: { value: values[input] } },
      ],
    })
  }

  slash(as: string, channel: string, command: string, text: string): Promise<Brought> {
    const { id } = this.#workspace.person(as)
    return this.#ways.slash({
      command,
      text,
      team_id: this.#workspace.team,
      channel_id: this.#workspace.channel(channel),
      channel_name: channel,
      user_id: id,
      user_name: as,
      response_url: this.#front.responseUrl({ user: id, channel: this.#workspace.channel(channel) }),
      trigger_id: this.#front.trigger(id),
      api_app_id: this.#workspace.bot.app,
    })
  }

  async shortcut(as: string, channel: string, ts: string, callback: string): Promise<Brought> {
    return this.#ways.interaction({
      type: 'message_action',
      callback_id: callback,
      ...this.#who(as),
      channel: { id: this.#workspace.channel(channel), name: channel },
      message: await this.message(channel, ts),
      message_ts: ts,
      action_ts: stamp(),
      response_url: this.#front.responseUrl({ user: this.#workspace.person(as).id, channel: this.#workspace.channel(channel) }),
      trigger_id: this.#front.trigger(this.#workspace.person(as).id),
    })
  }

  async message(channel: string, ts: string): Promise<Json> {
    const at = (all: readonly Json[]) => all.find((each) => each['ts'] === ts)
    const found = at(await this.roots(channel)) ?? at(await this.messages(channel))
    if (!found) throw new Error(`no message ${ts} in ${channel}`)
    return found
  }

  /** The messages of a channel without those in threads, oldest first. */
  async roots(channel: string): Promise<readonly Json[]> {
    const { messages } = await this.#workspace.look('conversations.history', { channel: this.#workspace.channel(channel), limit: 999 })
    return (messages as Json[]).toSorted(byTime)
  }

  /** What stands in the thread of a message, oldest first. */
  async thread(channel: string, ts: unknown): Promise<readonly Json[]> {
    const { messages } = await this.#workspace.look('conversations.replies', { channel: this.#workspace.channel(channel), ts, limit: 999 })
    return (messages as Json[]).filter((each) => each['ts'] !== ts)
  }

  /** All messages of a channel with their threads, oldest first. */
  async messages(channel: string): Promise<readonly Json[]> {
    const roots = await this.roots(channel)
    const begun = roots.filter((each) => Number(each['reply_count'] ?? 0) > 0)
    const threads = await Promise.all(begun.map((root) => this.thread(channel, root['ts'])))
    return [...roots, ...threads.flat()].sort(byTime)
  }

  async #standing(as: string, channel: string, ts: string) {
    return { as, channel: this.#workspace.channel(channel), before: await this.message(channel, ts) }
  }

  #who(as: string): Json {
    const team = { id: this.#workspace.team, domain: 'double' }
    return {
      team,
      user: { id: this.#workspace.person(as).id, username: as, name: as, team_id: team.id },
      api_app_id: this.#workspace.bot.app,
      token: 't',
    }
  }

  async #post(token: string, channel: string, text: string, thread?: string): Promise<Json> {
    const said = await this.#workspace.api('chat.postMessage', { channel, text, ...(thread ? { thread_ts: thread } : {}) }, token)
    return { ts: said['ts'], client_msg_id: randomUUID() }
  }
}

const byTime = (a: Json, b: Json): number => (String(a['ts']) < String(b['ts']) ? -1 : 1)

export function buttonsOf(message: Json): readonly Json[] {
  const blocks = (message['blocks'] ?? []) as readonly Json[]
  return blocks.filter((block) => block['type'] === 'actions').flatMap((block) => block['elements'] as readonly Json[])
}

/** The menu of a message that offers this, as Slack tells that it was chosen. */
function menuWith(message: Json, value: string): Json | null {
  for (const menu of buttonsOf(message)) {
    const groups = (menu['option_groups'] ?? []) as readonly { options: readonly Json[] }[]
    const option = groups.flatMap(({ options }) => options).find((each) => each['value'] === value)
    if (option) return { type: menu['type'], action_id: menu['action_id'], selected_option: option }
  }
  return null
}

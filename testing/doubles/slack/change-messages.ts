/** What was said is changed or deleted: done in the workspace, and answered as the event that would tell of it. */
import { stamp } from './stamps.ts'
import type { Workspace } from './workspace.ts'

type Json = Readonly<Record<string, unknown>>

interface Changing {
  readonly as: string
  readonly channel: string
  /** As it stands. */
  readonly before: Json
}

export async function changeMessage(workspace: Workspace, { as, channel, before }: Changing, text: string): Promise<Json> {
  const { id, token } = workspace.person(as)
  await workspace.api('chat.update', { channel, ts: before['ts'], text }, token)
  const at = stamp()
  const now = { ...before, text, edited: { user: id, ts: at } }
  return { type: 'message', subtype: 'message_changed', channel, ts: at, event_ts: at, message: now, previous_message: before }
}

/** What the desk posted can be deleted as well: an owner of a workspace can. */
export async function deleteMessage(workspace: Workspace, { as, channel, before }: Changing): Promise<Json> {
  const { bot } = workspace
  const ours = before['user'] === bot.user
  const { token } = ours ? bot : workspace.person(as)
  await workspace.api('chat.delete', { channel, ts: before['ts'] }, token)
  const at = stamp()
  const was = ours ? { ...before, bot_id: bot.id, app_id: bot.app } : before
  return { type: 'message', subtype: 'message_deleted', channel, ts: at, event_ts: at, deleted_ts: before['ts'], previous_message: was }
}

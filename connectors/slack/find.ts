/** Did sends whose answer was lost arrive? One page of the lane's history tells of all of them. */
import type { WebClient } from '@slack/web-api'
import type { Room } from '../../bot/domain/conversation.ts'
import { DeskError } from '../../bot/errors.ts'
import { call } from './call.ts'
import { METADATA } from './encode.ts'
import type { Uploads } from './slack-options.ts'

const PAGE = 200
const PAGES_MAX = 5
/** Ids begin with the time they were made; clocks may differ. */
const SLACK_SECONDS = 120

export async function find(
  client: WebClient,
  ids: readonly string[],
  room: Room,
  uploads: Uploads,
): Promise<readonly { readonly id: string; readonly ref: string }[]> {
  const wanted = new Set(ids)
  const byFile = new Map([...(await uploads.of(ids))].map(([id, file]) => [file, id] as const))
  const found: { id: string; ref: string }[] = []
  let cursor = ''
  for (let page = 0; page < PAGES_MAX && wanted.size > 0; page++) {
    const answer = await call(client, room.thread ? 'conversations.replies' : 'conversations.history', {
      channel: room.external,
      ...(room.thread ? { ts: room.thread } : {}),
      include_all_metadata: true,
      oldest: oldest(ids),
      inclusive: true,
      limit: PAGE,
      ...(cursor ? { cursor } : {}),
    })
    for (const message of answer['messages'] as readonly Message[]) {
      const id = deliveryOf(message) ?? message.files?.map((file) => byFile.get(file.id ?? '')).find((each) => each !== undefined) ?? null
      if (id !== null && wanted.delete(id)) found.push({ id, ref: String(message.ts) })
    }
    cursor = String((answer['response_metadata'] as { next_cursor?: string } | undefined)?.next_cursor ?? '')
    if (cursor === '') return found
  }
  // More was said since than we can read: what was not found may yet be there.
  if (wanted.size > 0) throw new DeskError('CHANNEL_UNREACHABLE', { why: 'the history is too long' })
  return found
}

interface Message {
  readonly ts?: string
  readonly files?: readonly { readonly id?: string }[]
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: { readonly delivery?: unknown } }
}

function deliveryOf({ metadata }: Message): string | null {
  const id = metadata?.event_type === METADATA ? metadata.event_payload?.delivery : null
  return typeof id === 'string' ? id : null
}

function oldest(ids: readonly string[]): string {
  const times = ids.map((id) => Number.parseInt(id.slice(0, 12), 16) / 1000).filter(Number.isFinite)
  return String(Math.max(0, Math.floor(Math.min(...times)) - SLACK_SECONDS))
}

/** A file of ours into a channel: asked for, brought, and shown there. Only the last of the three can be in doubt. */
import type { WebClient } from '@slack/web-api'
import { DeskError } from '../../bot/errors.ts'
import type { Outgoing } from '../../bot/ports/channel.ts'
import { call } from './call.ts'
import { fileAddress } from './file-hosts.ts'
import { escapeMrkdwn } from './mrkdwn.ts'
import type { SlackOptions } from './slack-options.ts'

const UPLOAD_MS = 8_000

type Media = Extract<Outgoing, { kind: 'media' }>

/** Brings the bytes; nobody sees them yet, so that this can be done again. Answers the file's id. */
export async function bring(
  client: WebClient,
  { blobs, apiUrl }: Pick<SlackOptions, 'blobs' | 'apiUrl'>,
  { file }: Media,
): Promise<string> {
  const stored = await blobs.get(file.blob)
  if (!stored) throw new DeskError('CHANNEL_REJECTED', { file: file.blob })
  const bytes = new Uint8Array(await new Response(stored.stream).arrayBuffer())
  const asked = await call(client, 'files.getUploadURLExternal', { filename: file.name, length: bytes.byteLength })
  const brought = await fetch(fileAddress(asked['upload_url'], apiUrl), {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
    signal: AbortSignal.timeout(UPLOAD_MS),
  })
  if (!brought.ok) throw new DeskError('CHANNEL_UNREACHABLE', { status: brought.status })
  return String(asked['file_id'])
}

/** Shows a file that was brought. Answers the message it stands in where Slack tells it at once; else the file. */
export async function show(client: WebClient, id: string, out: Media): Promise<string> {
  const channel = out.room.external
  const shown = await call(client, 'files.completeUploadExternal', {
    files: [{ id, title: out.file.name }],
    channel_id: channel,
    ...(out.room.thread ? { thread_ts: out.room.thread } : {}),
    ...(out.speaker ? { initial_comment: `${escapeMrkdwn(out.speaker)}:` } : {}),
  })
  return tsOf(shown['files'], channel) ?? id
}

function tsOf(files: unknown, channel: string): string | null {
  const [file] = Array.isArray(files) ? (files as { shares?: Record<string, Record<string, readonly { ts?: string }[]>> }[]) : []
  for (const places of Object.values(file?.shares ?? {})) {
    const ts = places[channel]?.[0]?.ts
    if (ts) return ts
  }
  return null
}

import type { Workspace } from './workspace.ts'

type Json = Readonly<Record<string, unknown>>

interface Sharing {
  readonly token: string
  readonly channel: string
  readonly text: string
  readonly thread: string | undefined
  readonly files: readonly { readonly name: string; readonly mime: string; readonly bytes: Uint8Array }[]
}

/** A person's files, brought to Slack and shown in a channel; answers what the message's event tells of them. */
export async function shareFiles({ api }: Workspace, { token, channel, text, thread, files }: Sharing): Promise<Json> {
  const brought = await Promise.all(
    files.map(async (file) => {
      const asked = await api('files.getUploadURLExternal', { filename: file.name, length: file.bytes.byteLength }, token)
      await fetch(String(asked['upload_url']).replace('localhost', '127.0.0.1'), { method: 'POST', body: new Uint8Array(file.bytes) })
      return { id: asked['file_id'], title: file.name }
    }),
  )
  const place = { channel_id: channel, initial_comment: text, ...(thread ? { thread_ts: thread } : {}) }
  const done = await api('files.completeUploadExternal', { files: brought, ...place }, token)
  const { messages } = (await (thread
    ? api('conversations.replies', { channel, ts: thread, limit: 999 }, token)
    : api('conversations.history', { channel, limit: 1 }, token))) as { messages: Json[] }
  const newest = thread ? messages.at(-1) : messages[0]
  return { ts: newest?.['ts'], subtype: 'file_share', files: done['files'], upload: true }
}

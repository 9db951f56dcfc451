/** A file of Slack, as a stream. Where it lies is asked of Slack each time, so that no event can send our token elsewhere. */
import type { WebClient } from '@slack/web-api'
import { DeskError } from '../../bot/errors.ts'
import type { FileRef } from '../../bot/ports/channel.ts'
import { call, failureOf } from './call.ts'
import { fileAddress } from './file-hosts.ts'

const FILE_MS = 60_000

export interface FileAccess {
  readonly client: WebClient
  readonly token: string
  readonly apiUrl: string | null
}

/** Rejects with CHANNEL_REJECTED for good, or with CHANNEL_UNREACHABLE or CHANNEL_RATE_LIMITED when it may be had later. */
export async function fetchFile({ client, token, apiUrl }: FileAccess, { ref }: FileRef): Promise<ReadableStream<Uint8Array>> {
  const { file } = (await ask(client, ref)) as { file?: SlackFile }
  const url = fileAddress(file?.url_private_download ?? file?.url_private, apiUrl)
  let answer: Response
  try {
    // A redirect is Slack's sign-in page at best: nothing of ours follows it.
    const headers = { authorization: `Bearer ${token}` }
    answer = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(FILE_MS) })
  } catch (error) {
    throw new DeskError('CHANNEL_UNREACHABLE', { file: ref }, error)
  }
  if (answer.status === 200 && answer.body && !isSignIn(answer, file)) return answer.body
  await answer.body?.cancel()
  const { status } = answer
  if (status === 429) throw new DeskError('CHANNEL_RATE_LIMITED', { retryMs: 1000 * (Number(answer.headers.get('retry-after')) || 1) })
  if (status >= 500) throw new DeskError('CHANNEL_UNREACHABLE', { file: ref, status })
  throw new DeskError('CHANNEL_REJECTED', { file: ref, status })
}

interface SlackFile {
  readonly url_private_download?: string
  readonly url_private?: string
  readonly mimetype?: string
}

/** Without the scope files:read Slack answers with its sign-in page, sometimes as if that were the file. */
function isSignIn(answer: Response, file: SlackFile | undefined): boolean {
  const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false
  return isPage && !/^text\/(?:html|plain)/.test(file?.mimetype ?? '')
}

async function ask(client: WebClient, ref: string) {
  try {
    return await call(client, 'files.info', { file: ref })
  } catch (error) {
    const failure = failureOf(error)
    if (failure.is === 'later') throw new DeskError('CHANNEL_RATE_LIMITED', { retryMs: failure.ms }, error)
    // A token that is refused now may be taken again: the desk tells of it, and the file is not lost by it.
    if (failure.is === 'refused') throw new DeskError('CHANNEL_REJECTED', { file: ref, error: failure.error }, error)
    throw new DeskError('CHANNEL_UNREACHABLE', { file: ref, error: failure.error }, error)
  }
}

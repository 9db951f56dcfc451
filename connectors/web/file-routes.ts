/** Files of our own rooms: taken in before they are part of a message, and given out to who knows their hash. */
import type { Hono } from 'hono'
import type { StoredFile } from '../../bot/domain/conversation.ts'
import { DeskError } from '../../bot/errors.ts'
import { kindOfBlob } from '../../kit/file-kind.ts'
import { cleanFileName } from '../../kit/file-name.ts'
import { bodyUpTo } from '../../kit/http/body-limit.ts'
import type { RouterEnv } from '../../kit/http/router-env.ts'
import type { Blobs } from '../../kit/ports/blobs.ts'
import { invalid } from './decode.ts'
import type { MayUse } from './rooms-access.ts'

const FILE_MAX = 10 * 1024 * 1024
const YEAR = 365 * 24 * 3600

export interface FilesOptions {
  readonly blobs: Blobs
  readonly mayUse: MayUse
  /** Largest file, in bytes. */
  readonly fileMax?: number
}

export function mountFiles(web: Hono<RouterEnv>, { blobs, mayUse, fileMax = FILE_MAX }: FilesOptions): void {
  web.post('/files', bodyUpTo(fileMax), async (c) => {
    if (!(await mayUse(c, null))) throw new DeskError('NOT_ALLOWED')
    if (Number(c.req.header('content-length') ?? 0) > fileMax) throw new DeskError('INPUT_TOO_LARGE', { max: fileMax })
    const { hash, size } = await blobs.put(c.req.raw.body ?? new Uint8Array(), fileMax)
    if (size === 0) throw invalid('body', 'the file is empty')
    const [file] = await storedFiles(blobs, [{ name: c.req.query('name') ?? '', blob: hash }])
    return c.json(file, 201)
  })

  web.get('/files/:blob', async (c) => {
    if (!(await mayUse(c, null))) throw new DeskError('NOT_ALLOWED')
    const hash = c.req.param('blob')
    const kind = await kindOfBlob(blobs, hash)
    const blob = kind && (await blobs.get(hash))
    if (!kind || !blob) throw new DeskError('ROUTE_NOT_FOUND', { path: c.req.path })
    return c.body(blob.stream, 200, {
      // Text is always UTF-8 here; without saying so a browser would guess.
      'content-type': kind.mime === 'text/plain' ? 'text/plain; charset=utf-8' : kind.mime,
      'content-length': String(blob.size),
      'content-disposition': kind.picture ? 'inline' : 'attachment',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': `private, max-age=${YEAR}, immutable`,
    })
  })
}

/** The files somebody names, as they are stored. INPUT_INVALID when one is not. */
export async function storedFiles(
  blobs: Blobs,
  named: readonly { readonly name: string; readonly blob: string }[],
): Promise<readonly StoredFile[]> {
  return Promise.all(
    named.map(async ({ name, blob }) => {
      const kind = await kindOfBlob(blobs, blob)
      if (!kind) throw invalid('files', 'not uploaded')
      return { name: cleanFileName(name), mime: kind.mime, size: kind.size, blob }
    }),
  )
}

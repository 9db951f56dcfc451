import { DeskError } from '../../bot/errors.ts'
import type { FileRef } from '../../bot/ports/channel.ts'
import type { Blobs } from '../../kit/ports/blobs.ts'

/** Files whose bytes are really here, with their real size; INPUT_INVALID for one that is not. */
export async function storedFiles(blobs: Pick<Blobs, 'get'>, files: readonly FileRef[]): Promise<readonly FileRef[]> {
  return Promise.all(
    files.map(async (file) => {
      const found = await blobs.get(file.ref)
      if (!found) throw new DeskError('INPUT_INVALID', { where: 'attachments', why: `no file ${file.ref} is stored here` })
      await found.stream.cancel()
      return { ...file, size: found.size, stored: true as const }
    }),
  )
}

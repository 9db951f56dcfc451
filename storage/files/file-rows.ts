/** Files of messages as rows: stored ones with their hash, others with where they are to be had, due at once. */
import { type RawBuilder, sql } from 'kysely'
import type { FileSource, GivenFile } from '../../bot/domain/conversation.ts'
import type { FileRef } from '../../bot/ports/channel.ts'
import { cleanFileName } from '../../kit/file-name.ts'
import type { Tx } from '../database.ts'

/** Of one message so many files are fetched. Of the rest it is only kept that they were there. */
const MOST = 50
/** Names of so many more are kept. */
const MOST_NAMED = 200

export interface NewFile {
  readonly id: string
  readonly message: string
  readonly file: GivenFile
}

/** A file of an event, as the desk passes it on: the bytes are here, or this is where they are. */
export function givenFile(file: FileRef, { channel, account }: Pick<FileSource, 'channel' | 'account'>): GivenFile {
  const { ref, stored, name, mime, size } = file
  const common = { name: cleanFileName(name), mime, size: storable(size) }
  return stored ? { ...common, blob: ref } : { ...common, blob: '', source: { channel, account, ref } }
}

export async function insertFiles(tx: Tx, files: readonly NewFile[]): Promise<void> {
  if (files.length === 0) return
  const counted = new Map<string, number>()
  const rows = files.flatMap((each) => {
    const n = counted.get(each.message) ?? 0
    counted.set(each.message, n + 1)
    return n < MOST_NAMED ? [rowOf(each, n < MOST)] : []
  })
  await tx.insertInto('attachment').values(rows).execute()
}

function rowOf({ id, message, file }: NewFile, fetched: boolean) {
  const { name, mime, size, blob, source } = file
  const common = { id, message_id: message, name, mime, size, blob }
  if (!source) return { ...common, state: 'stored' }
  const how = fetched ? { state: 'waiting', due_at: NOW } : { state: 'failed', why: 'INPUT_TOO_LARGE' }
  return { ...common, ...source, ...how }
}

const NOW: RawBuilder<Date> = sql<Date>`now()`

/** What a platform says of a size is only shown, and may be anything. */
function storable(size: number): number {
  return Number.isSafeInteger(size) && size >= 0 ? size : 0
}

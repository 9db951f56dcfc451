/**
 * Borders of messages in PostgreSQL's wire protocol: a byte that tells the kind, then the length without that byte.
 *
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */

export const QUERY = 0x51
export const SYNC = 0x53
export const TERMINATE = 0x58
const HEADER = 5

/** Kind of the last message, or null when the last one is not all there yet. */
export function lastMessage(bytes: Buffer): number | null {
  let at = 0
  let kind: number | null = null
  while (at < bytes.length) {
    if (at + HEADER > bytes.length) return null
    kind = bytes.readUInt8(at)
    at += 1 + bytes.readUInt32BE(at + 1)
  }
  return at === bytes.length ? kind : null
}

/** Cuts whole messages after each Sync and Query: each part is what the server answers up to one ReadyForQuery. */
export function* oneByOne(bytes: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let begin = 0
  for (let at = 0; at < bytes.length; ) {
    const kind = view.getUint8(at)
    at += 1 + view.getUint32(at + 1)
    if (kind !== SYNC && kind !== QUERY) continue
    yield bytes.subarray(begin, at)
    begin = at
  }
}

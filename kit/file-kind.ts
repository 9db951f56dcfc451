/** What a file is, judged by its bytes: what its sender calls it proves nothing. */
import type { Blobs } from './ports/blobs.ts'

/** Pictures a browser draws without running anything; only these are ever shown in place. */
const PICTURES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** Kinds a reader may be told. Everything else is bytes. */
const KNOWN: ReadonlySet<string> = new Set([
  ...PICTURES,
  'application/pdf',
  'application/zip',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'video/mp4',
  'audio/mpeg',
  'audio/wav',
  'audio/ogg',
  'audio/x-m4a',
  'audio/aac',
  'audio/amr',
])

/** Enough for the kinds above, those that are archives included. */
const HEAD = 64 * 1024

export interface FileKind {
  readonly mime: string
  readonly picture: boolean
}

/** The kind of a stored blob and its size; null when there is no such blob. */
export async function kindOfBlob(blobs: Blobs, hash: string): Promise<(FileKind & { readonly size: number }) | null> {
  const blob = await blobs.get(hash)
  return blob && { ...(await kindOfBytes(await headOf(blob.stream))), size: blob.size }
}

export async function kindOfBytes(head: Uint8Array): Promise<FileKind> {
  // Most processes never see a file.
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(head).catch(() => undefined)
  const mime = found?.mime.split(';')[0] ?? (isPlainText(head) ? 'text/plain' : '')
  return { mime: KNOWN.has(mime) || mime === 'text/plain' ? mime : 'application/octet-stream', picture: PICTURES.has(mime) }
}

async function headOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of stream) {
    parts.push(part)
    size += part.byteLength
    if (size >= HEAD) break
  }
  return new Uint8Array(Buffer.concat(parts)).subarray(0, HEAD)
}

/** UTF-8 without control characters but tab and line ends. The head may end within a character. */
function isPlainText(head: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells text from bytes
    return !/[\u0000-\u0008\u000e-\u001f\u007f]/.test(text)
  } catch {
    return false
  }
}

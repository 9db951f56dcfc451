/** Files that came with what an agent said: rows of our own making, read back with care all the same. */
import type { FileSource, GivenFile } from './conversation.ts'

export function givenFiles(value: unknown): readonly GivenFile[] {
  return Array.isArray(value) ? value.flatMap((each) => readOne(each) ?? []) : []
}

function readOne(value: unknown): GivenFile | null {
  if (typeof value !== 'object' || value === null) return null
  const { name, mime, size, blob, source } = value as Partial<Record<keyof GivenFile, unknown>>
  if (typeof name !== 'string' || typeof mime !== 'string' || typeof size !== 'number' || typeof blob !== 'string') return null
  const from = sourceOf(source)
  if (blob === '' && !from) return null
  return { name, mime, size, blob, ...(from ? { source: from } : {}) }
}

function sourceOf(value: unknown): FileSource | null {
  if (typeof value !== 'object' || value === null) return null
  const { channel, account, ref } = value as Partial<Record<keyof FileSource, unknown>>
  return typeof channel === 'string' && typeof account === 'string' && typeof ref === 'string' ? { channel, account, ref } : null
}

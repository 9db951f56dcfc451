/** Reads JSON Lines. What does not fit is told with its line, so a broken file is not taken for a bad score. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'

export async function readRows<T>(file: string, schema: z.ZodType<T>): Promise<readonly T[]> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return []
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch (cause) {
      throw new Error(`${file}:${i + 1} is no JSON`, { cause })
    }
    const read = schema.safeParse(value)
    if (!read.success) throw new Error(`${file}:${i + 1} does not fit: ${z.prettifyError(read.error)}`)
    return [read.data]
  })
}

export interface LabelledRow {
  readonly text: string
  readonly label: string
  readonly split: string
}

/** Texts with one label each, found under `field`; a file without splits is all for testing. */
export async function readLabelled(file: string, field: string): Promise<readonly LabelledRow[]> {
  const schema = z.record(z.string(), z.unknown()).transform((row, ctx): LabelledRow => {
    const { text, split = 'test', [field]: label } = row
    if (typeof text !== 'string') ctx.addIssue('“text” must be a string')
    if (typeof label !== 'string' && typeof label !== 'number') ctx.addIssue(`“${field}” must be a label`)
    return { text: String(text), label: String(label), split: String(split) }
  })
  return readRows(file, schema)
}

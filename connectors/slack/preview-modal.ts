/** The second step of a form with words for a customer: how they will be read, above the words themselves, which can still be changed. */
import { createHash } from 'node:crypto'
import type { ReplyPreview } from '../../bot/cards/reply-preview.ts'
import { context, linePieces, MARK } from './card-blocks.ts'
import type { Said } from './decoded.ts'
import { FORM } from './modal.ts'
import { type Block, bold, piece, plain, quote, richText, section } from './rich-text.ts'
import type { SlackWords } from './slack-options.ts'

export function previewModal(preview: ReplyPreview, { form, blocks, values }: Said, words: SlackWords): Block {
  const said = preview.parts.map((part) => quote(part))
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: JSON.stringify({ ...form, shown: digestOf(values) }),
    title: plain(preview.title, 24),
    submit: plain(words.send, 24),
    close: plain(words.cancel, 24),
    blocks: [
      context(preview.chips.map((chip) => `${MARK[chip.tone]}${chip.text}`)),
      richText([section([piece(`${preview.label}\n`), bold(`${preview.speaker}:`)]), ...said]),
      ...(preview.lines.length > 0 ? [richText([section(preview.lines.flatMap(linePieces))])] : []),
      { type: 'divider' },
      ...blocks.map((block) => again(block, values, preview.again)),
    ],
  }
}

/** Words that were shown are known by it when they come back. */
export function digestOf(values: Said['values']): string {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url')
}

/** The same input under the same name, with what stands in it. */
function again({ type, block_id, label, element, optional }: Said['blocks'][number], values: Said['values'], hint: string): Block {
  const { initial_value: _, ...rest } = (element ?? {}) as { readonly initial_value?: string; readonly action_id?: string }
  const value = values[rest.action_id ?? ''] ?? ''
  return {
    type,
    block_id,
    label,
    optional: optional ?? false,
    hint: plain(hint, 2_000),
    element: { ...rest, ...(value ? { initial_value: value } : {}) },
  }
}

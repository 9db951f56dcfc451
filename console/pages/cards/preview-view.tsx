/** A reply as its customer will read it: who speaks, the words as they will be cut, the language and what the gate says. */
import type { ReplyPreview } from '../api-types.ts'
import { Chips, Lines } from './card-parts.tsx'

/** `beside`: the words themselves stand right above, and are not shown again. */
export function PreviewView({ preview, beside = false }: { preview: ReplyPreview; beside?: boolean }) {
  return (
    <section className="reply-preview" data-testid="reply-preview" aria-label={preview.title} aria-live="polite">
      {!beside && (
        <>
          <div className="needs-label">{preview.label}</div>
          <div className="read-as">
            <div className="post-name">{preview.speaker}</div>
            {preview.parts.map((part, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move
              <div key={index} className="post-text">
                {part}
              </div>
            ))}
          </div>
        </>
      )}
      <Chips chips={preview.chips} />
      <Lines lines={preview.lines} />
    </section>
  )
}

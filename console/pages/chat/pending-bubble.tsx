/** A message of mine the desk has not shown yet, or has refused. */
import { useText } from '../language.tsx'
import type { Outbox } from '../live/outbox.ts'
import type { Pending } from '../live/pending.ts'
import { Said } from './bubble.tsx'
import { NotSent } from './not-sent.tsx'

export function PendingBubble({ entry, outbox }: { entry: Pending; outbox: Outbox }) {
  const t = useText()
  const { message, state } = entry
  return (
    <div className={`bubble-row mine pending ${state}`}>
      <Said text={message.text} files={message.files ?? []} />
      {state === 'sending' && <div className="sending">{t.customer.sending}…</div>}
      {state === 'failed' && <NotSent message={message.id} outbox={outbox} />}
    </div>
  )
}

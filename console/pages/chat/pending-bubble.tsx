/** A message of mine the desk has not shown yet, or has refused. */
import { Button } from 'antd'
import { useText } from '../language.tsx'
import type { Outbox, Pending } from '../live/outbox.ts'
import { Said } from './bubble.tsx'

export function PendingBubble({ entry, outbox }: { entry: Pending; outbox: Outbox }) {
  const t = useText()
  const { message, state } = entry
  return (
    <div className={`bubble-row mine pending ${state}`}>
      <Said text={message.text} files={message.files ?? []} />
      {state === 'sending' && <div className="sending">{t.customer.sending}…</div>}
      {state === 'failed' && (
        <div className="not-sent" role="alert">
          {t.customer.notSent}
          <Button type="link" size="small" onClick={() => outbox.retry(message.id)}>
            {t.customer.sendAgain}
          </Button>
          <Button type="link" size="small" onClick={() => outbox.discard(message.id)}>
            {t.customer.discard}
          </Button>
        </div>
      )}
    </div>
  )
}

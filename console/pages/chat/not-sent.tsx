/** Under what the desk has refused, or never got: send it again, or let it go. */
import { Button } from 'antd'
import { useText } from '../language.tsx'
import type { Outbox } from '../live/outbox.ts'

export function NotSent({ message, outbox }: { message: string; outbox: Outbox }) {
  const t = useText()
  return (
    <div className="not-sent" role="alert">
      {t.customer.notSent}
      <Button type="link" size="small" onClick={() => outbox.retry(message)}>
        {t.customer.sendAgain}
      </Button>
      <Button type="link" size="small" onClick={() => outbox.discard(message)}>
        {t.customer.discard}
      </Button>
    </div>
  )
}

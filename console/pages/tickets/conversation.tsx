/** What was said in the customer's conversation, both ways. */
import { Button, Skeleton } from 'antd'
import { getMessages } from '../api.ts'
import type { TicketDetail } from '../api-types.ts'
import { useNames } from '../desk.tsx'
import { useLanguage } from '../language.tsx'
import { deliveryText } from '../texts/index.ts'
import { clock } from '../times.ts'
import { usePages } from '../use-pages.ts'

export function Conversation({ ticket }: { ticket: TicketDetail }) {
  const { t } = useLanguage()
  const names = useNames()
  // A web customer's conversation goes by their id where the ticket does not name it.
  const conversation = ticket.conversation ?? ticket.customer.id
  const pages = usePages(conversation, async (cursor) => {
    const answer = await getMessages(conversation, cursor)
    return { items: answer.messages, next: answer.next }
  })
  if (!pages.ready) return <Skeleton active paragraph={{ rows: 3 }} title={false} />
  if (pages.items.length === 0) return <p className="quiet">{t.tickets.noConversation}</p>
  return (
    <div className="conversation">
      {pages.items.map((message) => {
        const fromCustomer = message.kind === 'customer'
        const who = fromCustomer
          ? (ticket.customer.name ?? names.person(message.author))
          : message.author
            ? names.person(message.author)
            : names.desk
        return (
          <div key={message.id} className={fromCustomer ? 'said' : 'said ours'}>
            <div className="said-head">
              <span>{who}</span>
              <time>{clock(message.at, t.common.day)}</time>
              {message.state && <span className="said-state">{deliveryText(t, message.state)}</span>}
            </div>
            <div className="said-text">{message.text}</div>
          </div>
        )
      })}
      {pages.hasMore && (
        <Button size="small" loading={pages.loading} onClick={pages.more}>
          {t.common.more}
        </Button>
      )}
    </div>
  )
}

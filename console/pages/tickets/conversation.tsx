/** What was said in the customer's conversation, both ways. */
import { Button, Skeleton } from 'antd'
import { getMessages } from '../api.ts'
import type { TicketDetail } from '../api-types.ts'
import { FileList } from '../chat/file-view.tsx'
import { useNames } from '../desk.tsx'
import { useLanguage } from '../language.tsx'
import { deliveryText } from '../texts/index.ts'
import { clock } from '../times.ts'
import { usePages } from '../use-pages.ts'

/** Somebody without a name comes as an id, which is no name to anybody. */
const nameOf = (author: string | null): string | null => (author !== null && /^[0-9a-f]{32}$/.test(author) ? null : author)

export function Conversation({ ticket }: { ticket: TicketDetail }) {
  const { t } = useLanguage()
  const names = useNames()
  const { conversation } = ticket
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
        const who = nameOf(message.author) ?? (fromCustomer ? (ticket.customer.name ?? t.tickets.customer) : names.desk)
        return (
          <div key={message.id} className={fromCustomer ? 'said' : 'said ours'}>
            <div className="said-head">
              <span>{who}</span>
              <time>{clock(message.at, t.common.day)}</time>
              {message.state && <span className="said-state">{deliveryText(t, message.state)}</span>}
            </div>
            {message.text !== '' && <div className="said-text">{message.text}</div>}
            <FileList files={message.files ?? []} size={72} />
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

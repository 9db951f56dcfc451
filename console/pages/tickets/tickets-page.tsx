/** All tickets, newest first, narrowed by what stands in the address, so that a filtered list can be sent to a colleague. */
import { FileSearchOutlined, InboxOutlined } from '@ant-design/icons'
import { Button, Skeleton } from 'antd'
import { getTickets } from '../api.ts'
import type { TicketRow } from '../api-types.ts'
import { Chip, MoodFace, nextPromise, PriorityChip, PromiseClock, StateTag } from '../cards/card-parts.tsx'
import { CreateButton } from '../create/create-button.tsx'
import { type Names, useDesk, useNames } from '../desk.tsx'
import { useLanguage } from '../language.tsx'
import { go, Link, useAddress } from '../router.tsx'
import { Blank } from '../shell/blank.tsx'
import { ProblemView } from '../shell/problem-view.tsx'
import { Shell } from '../shell/shell.tsx'
import { labelIn } from '../texts/index.ts'
import { clock } from '../times.ts'
import { usePages } from '../use-pages.ts'
import { FILTERS, type Filter, TicketFilters } from './ticket-filters.tsx'

const PAGE = 50

export function TicketsPage() {
  const { lang, t } = useLanguage()
  const names = useNames()
  const open = useDesk().data?.open ?? true
  const { query } = useAddress()
  const filter: Filter = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? '']))
  const filtered = FILTERS.some((name) => filter[name])
  const pages = usePages(`${lang} ${JSON.stringify(filter)}`, async (cursor) => {
    const answer = await getTickets({ ...filter, limit: PAGE, cursor })
    return { items: answer.tickets, next: answer.next }
  })

  const narrow = (next: Filter): void => {
    const params = new URLSearchParams()
    for (const name of FILTERS) if (next[name]) params.set(name, next[name])
    const text = params.toString()
    go(text === '' ? '/tickets' : `/tickets?${text}`, 'replace')
  }

  return (
    <Shell>
      <div className="page">
        <div className="section-head">
          <h1>{t.tickets.title}</h1>
          <CreateButton as={null} small={false} primary />
        </div>
        <TicketFilters filter={filter} onChange={narrow} />
        {pages.error !== undefined && pages.items.length === 0 ? (
          <ProblemView error={pages.error} again={pages.again} />
        ) : !pages.ready ? (
          <div className="sheet padded">
            <Skeleton active paragraph={{ rows: 6 }} title={false} />
          </div>
        ) : pages.items.length === 0 ? (
          <div className="sheet">
            <Blank
              icon={filtered ? <FileSearchOutlined /> : <InboxOutlined />}
              title={filtered ? t.tickets.emptyFilter : t.tickets.empty}
              {...(filtered ? {} : { text: open ? t.tickets.emptyText : t.tickets.emptyClosed })}
            >
              {filtered ? (
                <Button onClick={() => narrow({})}>{t.tickets.clear}</Button>
              ) : (
                open && (
                  <Button type="primary" onClick={() => go('/')}>
                    {t.common.home}
                  </Button>
                )
              )}
            </Blank>
          </div>
        ) : (
          <>
            <ul className="sheet ticket-list" aria-label={t.tickets.title}>
              {pages.items.map((ticket) => (
                <TicketItem key={ticket.number} ticket={ticket} names={names} />
              ))}
            </ul>
            <div className="list-end">
              {pages.hasMore ? (
                <Button data-testid="load-more" loading={pages.loading} onClick={pages.more}>
                  {t.common.more}
                </Button>
              ) : (
                <span className="quiet">{t.tickets.end}</span>
              )}
            </div>
          </>
        )}
      </div>
    </Shell>
  )
}

function TicketItem({ ticket, names }: { ticket: TicketRow; names: Names }) {
  const { lang, t } = useLanguage()
  const promise = nextPromise(ticket.state, ticket.promises)
  const running = promise && (promise.state === 'running' || promise.state === 'broken')
  return (
    <li>
      <Link to={`/tickets/${ticket.number}`} className="ticket-item" aria-label={t.card.label(ticket.number, ticket.title ?? '')}>
        <span className="ticket-mark">
          <PriorityChip priority={ticket.priority} />
          <MoodFace mood={ticket.mood} />
        </span>
        <span className="ticket-main">
          <span className="ticket-title">
            <span className="card-number">{ticket.number}</span> {ticket.title}{' '}
            {ticket.tags.map(({ key, labels }) => (
              <Chip key={key} tone="info">
                {labelIn(lang, labels, key)}
              </Chip>
            ))}
          </span>
          <span className="ticket-sub">
            {[ticket.customer.name, names.team(ticket.team), ticket.owner?.name ?? t.tickets.nobody].filter((part) => part).join(' · ')}
          </span>
        </span>
        <span className="ticket-side">
          <StateTag state={ticket.state} />
          {running ? <PromiseClock promise={promise} labelled={false} /> : <time>{clock(ticket.createdAt, t.common.day)}</time>}
        </span>
      </Link>
    </li>
  )
}

/** One ticket: what it is about, what is known and on whose words, what was promised, what was said, what happened. */
import { ArrowLeftOutlined, BulbOutlined, MessageOutlined } from '@ant-design/icons'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'
import { getTicket } from '../api.ts'
import type { TicketDetail } from '../api-types.ts'
import { Chip, MoodFace, PriorityChip, PromiseClock, StateTag } from '../cards/card-parts.tsx'
import { useNames } from '../desk.tsx'
import { useAsk } from '../hooks.ts'
import { useLanguage } from '../language.tsx'
import { go, Link } from '../router.tsx'
import { ProblemView } from '../shell/problem-view.tsx'
import { Shell } from '../shell/shell.tsx'
import { labelIn } from '../texts/index.ts'
import { clock } from '../times.ts'
import { EventTimeline } from '../why/event-timeline.tsx'
import { WhyDrawer } from '../why/why-drawer.tsx'
import { Conversation } from './conversation.tsx'

export function TicketPage({ number }: { number: number }) {
  const { lang, t } = useLanguage()
  const { data, error, loading, again } = useAsk(`ticket ${number} ${lang}`, () => getTicket(number))
  return (
    <Shell>
      <div className="page">
        <Link to="/tickets" className="back">
          <ArrowLeftOutlined /> {t.tickets.back}
        </Link>
        {loading ? (
          <Skeleton active paragraph={{ rows: 8 }} />
        ) : data ? (
          <TicketBody number={number} ticket={data} />
        ) : (
          <ProblemView error={error} again={again} />
        )}
      </div>
    </Shell>
  )
}

function TicketBody({ number, ticket }: { number: number; ticket: TicketDetail }) {
  const { lang, t } = useLanguage()
  const names = useNames()
  const [asked, setAsked] = useState(false)
  const facts: [string, string][] = [
    [t.tickets.category, `${labelIn(lang, ticket.labels.category, ticket.category)} · ${Math.round(ticket.confidence * 100)}%`],
    [t.tickets.team, names.team(ticket.team)],
    [t.tickets.owner, ticket.owner?.name ?? t.tickets.nobody],
    [t.tickets.customer, ticket.customer.name ?? t.common.none],
    [t.tickets.priority, [t.card.priority[ticket.priority], ticket.priorityWhy.text].filter((part) => part).join(' — ')],
    [t.tickets.created, clock(ticket.createdAt, t.common.day)],
  ]
  return (
    <>
      <header className="ticket-head">
        <div className="card-head">
          <PriorityChip priority={ticket.priority} />
          <span className="card-number">{ticket.number}</span>
          <StateTag state={ticket.state} />
          <MoodFace mood={ticket.mood} />
          <span className="grow" />
          <Button icon={<MessageOutlined />} data-testid="in-room" onClick={() => go(`/?ticket=${number}`)}>
            {t.tickets.inRoom}
          </Button>
        </div>
        <h1>{ticket.title}</h1>
        {ticket.summary && ticket.summary !== ticket.title && <p className="lead">{ticket.summary}</p>}
      </header>
      <div className="ticket-grid">
        <div className="ticket-col">
          <section className="sheet padded">
            <h2>{t.tickets.fields}</h2>
            {ticket.fields.length === 0 && <p className="quiet">{t.tickets.noFields}</p>}
            <dl className="lines roomy">
              {ticket.fields.map((field) => {
                const value = labelIn(lang, ticket.labels.values[field.name], field.value ?? t.common.erased)
                const words = field.evidence?.words
                return (
                  <div key={field.name} className="line">
                    <dt>{labelIn(lang, ticket.labels.fields[field.name], field.name)}</dt>
                    <dd>
                      <span className="value">{value}</span>
                      {words && words !== value && <q className="words">{words}</q>}
                    </dd>
                  </div>
                )
              })}
            </dl>
            {ticket.missing.length > 0 && (
              <div className="missing">
                <span className="section-label">{t.tickets.missing}</span>
                {ticket.missing.map((name) => (
                  <Chip key={name} tone="warn">
                    {labelIn(lang, ticket.labels.fields[name], name)}
                  </Chip>
                ))}
              </div>
            )}
          </section>
          <section className="sheet padded">
            <h2>{t.tickets.conversation}</h2>
            <Conversation ticket={ticket} />
          </section>
        </div>
        <div className="ticket-col">
          <section className="sheet padded">
            <h2>{t.tickets.facts}</h2>
            <dl className="lines roomy">
              {facts.map(([label, value]) => (
                <div key={label} className="line">
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            <Button type="link" className="flush" icon={<BulbOutlined />} data-testid={`why-${number}`} onClick={() => setAsked(true)}>
              {t.card.why}
            </Button>
          </section>
          <section className="sheet padded">
            <h2>{t.tickets.promises}</h2>
            {ticket.promises.length === 0 && <p className="quiet">{t.tickets.noPromises}</p>}
            <div className="promise-list">
              {ticket.promises.map((promise) => (
                <PromiseClock key={promise.kind} promise={promise} />
              ))}
            </div>
          </section>
          <section className="sheet padded">
            <h2>{t.tickets.timeline}</h2>
            <EventTimeline number={number} />
          </section>
        </div>
      </div>
      {asked && <WhyDrawer number={number} onClose={() => setAsked(false)} />}
    </>
  )
}

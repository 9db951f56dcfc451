/** A ticket's history, oldest first, in the reader's language. */
import { Button, Skeleton, Timeline } from 'antd'
import { getTicketEvents } from '../api.ts'
import { useLanguage } from '../language.tsx'
import { ProblemView } from '../shell/problem-view.tsx'
import { clock } from '../times.ts'
import { usePages } from '../use-pages.ts'

const COLORS: Partial<Record<string, string>> = {
  opened: 'blue',
  resolved: 'green',
  rated: 'green',
  'promise-kept': 'green',
  'promise-broken': 'red',
  reopened: 'orange',
  marked: 'orange',
  rejected: 'gray',
  closed: 'gray',
  merged: 'gray',
  erased: 'gray',
}

/** `stamp` changes when the ticket has moved, and the history is read anew. */
export function EventTimeline({ number, stamp = '' }: { number: number; stamp?: string }) {
  const { lang, t } = useLanguage()
  const events = usePages(`${number} ${lang} ${stamp}`, async (cursor) => {
    const answer = await getTicketEvents(number, cursor)
    return { items: answer.events, next: answer.next }
  })
  if (!events.ready) return <Skeleton active paragraph={{ rows: 4 }} title={false} />
  if (events.error !== undefined && events.items.length === 0) return <ProblemView error={events.error} again={events.again} />
  return (
    <>
      <Timeline
        className="events"
        items={events.items.map((event) => ({
          key: event.seq,
          color: COLORS[event.type] ?? '#91caff',
          content: (
            <div className="event" data-type={event.type}>
              <div className="event-text">{event.text}</div>
              <div className="event-by">
                {event.by.name} · <time>{clock(event.at, t.common.day)}</time>
              </div>
            </div>
          ),
        }))}
      />
      {events.hasMore && (
        <Button size="small" loading={events.loading} onClick={events.more}>
          {t.common.more}
        </Button>
      )}
    </>
  )
}

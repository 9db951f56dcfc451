/** A ticket in a team room: what it is about, how urgent, how far, and what one can do with it. */
import { BulbOutlined, MessageOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Card } from '../api-types.ts'
import { FileList } from '../chat/file-view.tsx'
import { useText } from '../language.tsx'
import { Link } from '../router.tsx'
import type { Acting } from './acting.ts'
import { CardActions } from './card-actions.tsx'
import { Chips, Countdown, firstDue, Lines, Progress } from './card-parts.tsx'

export interface TicketCardProps {
  card: Card
  tokens: Readonly<Record<string, string>>
  /** Something was said in its thread since that was last open. */
  fresh: boolean
  acting: Acting
  /** Its thread is open beside it. */
  selected: boolean
  onThread(): void
  onWhy(): void
}

export function TicketCard({ card, tokens, fresh, acting, selected, onThread, onWhy }: TicketCardProps) {
  const t = useText()
  const number = `T-${card.number}`
  return (
    <article
      className={`card priority-edge-${card.priority}${selected ? ' selected' : ''}`}
      id={`card-${card.number}`}
      data-testid={`card-${card.number}`}
      data-state={card.state}
      aria-label={t.card.label(number, card.title)}
    >
      <CardHead card={card} />
      <h3 className="card-title">{card.title}</h3>
      {card.text !== '' && card.text !== card.title && <p className="card-text">{card.text}</p>}
      <Lines lines={card.lines} />
      <FileList files={card.files} size={72} />
      {card.progress && <Progress steps={card.progress.steps} at={card.progress.at} />}
      <CardActions card={card} tokens={tokens} acting={acting} name={`card-${card.number}`} />
      <footer className="card-foot">
        <Button type="link" size="small" icon={<MessageOutlined />} data-testid={`card-${card.number}-thread`} onClick={onThread}>
          {t.card.thread}
          {fresh && <i className="news" role="status" aria-label={t.card.fresh} />}
        </Button>
        <Button type="link" size="small" icon={<BulbOutlined />} data-testid={`why-${card.number}`} onClick={onWhy}>
          {t.card.why}
        </Button>
      </footer>
    </article>
  )
}

export function CardHead({ card }: { card: Card }) {
  const t = useText()
  const number = `T-${card.number}`
  const next = firstDue(card.lines)
  return (
    <header className="card-head">
      <Link to={`/tickets/${card.number}`} className="card-number" aria-label={t.card.open(number)}>
        {number}
      </Link>
      <Chips chips={card.chips} />
      <span className="grow" />
      {next && <Countdown due={next.due} label={next.label} />}
    </header>
  )
}

/** A reply on its way to the customer, in its ticket's thread: its words, where it is now, and what to do if it is stuck. */
import { SendOutlined } from '@ant-design/icons'
import type { Card } from '../api-types.ts'
import { FileList } from '../chat/file-view.tsx'
import { useText } from '../language.tsx'
import type { Acting } from './acting.ts'
import { ActionButton } from './action-button.tsx'
import { Chips, Lines } from './card-parts.tsx'

interface ReplyCardProps {
  card: Card
  tokens: Readonly<Record<string, string>>
  acting: Acting
  at: string
}

export function ReplyCard({ card, tokens, acting, at }: ReplyCardProps) {
  const t = useText()
  return (
    <article className="reply-card" data-testid="reply-card" aria-label={t.card.reply}>
      <header className="post-head">
        <SendOutlined aria-hidden="true" />
        <span className="post-name">{card.title}</span>
        <span className="grow" />
        <time>{at}</time>
      </header>
      <div className="post-text">{card.text}</div>
      <FileList files={card.files} size={72} />
      <Lines lines={card.lines} />
      <div className="reply-foot">
        <Chips chips={card.chips} />
        {card.actions.length > 0 && (
          <div className="reply-buttons">
            {card.actions.map((action) => (
              <ActionButton
                key={action.action}
                card={card}
                action={action}
                token={tokens[action.action]}
                acting={acting}
                testId={`reply-${card.number}-action-${action.action}`}
              />
            ))}
          </div>
        )}
      </div>
    </article>
  )
}

/** All that can be done with a card: its buttons, and the menu of the rest. */
import type { Card } from '../api-types.ts'
import type { Acting } from './acting.ts'
import { ActionButton } from './action-button.tsx'
import { MoreButton } from './more-button.tsx'

interface CardActionsProps {
  card: Card
  tokens: Readonly<Record<string, string>>
  acting: Acting
  /** What the test ids begin with. */
  name: string
}

export function CardActions({ card, tokens, acting, name }: CardActionsProps) {
  if (card.actions.length === 0) return null
  return (
    <div className="card-actions">
      {card.actions
        .filter(({ more }) => more === undefined)
        .map((action) => (
          <ActionButton
            key={action.action}
            card={card}
            action={action}
            token={tokens[action.action]}
            acting={acting}
            testId={`${name}-action-${action.action}`}
          />
        ))}
      <MoreButton card={card} tokens={tokens} acting={acting} name={name} />
    </div>
  )
}

/** What a card offers beside its buttons: a menu in parts. */
import { DownOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useRef, useState } from 'react'
import { CARD_MORE } from '../../../bot/cards/card.ts'
import type { Card, CardAction } from '../api-types.ts'
import type { Acting } from './acting.ts'
import { NeedsModal } from './needs-modal.tsx'

interface MoreButtonProps {
  card: Card
  tokens: Readonly<Record<string, string>>
  acting: Acting
  /** What the test ids begin with. */
  name: string
}

export function MoreButton({ card, tokens, acting, name }: MoreButtonProps) {
  const [asking, setAsking] = useState<CardAction | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const { menu } = card
  const parts = CARD_MORE.map((part) => ({ part, held: card.actions.filter(({ more }) => more === part) })).filter(
    ({ held }) => held.length > 0,
  )
  if (!menu || parts.length === 0) return null
  /** The entry that was chosen is gone with its menu. */
  const comeBack = (): void => button.current?.focus()
  const choose = (key: string): void => {
    const action = card.actions.find((each) => each.action === key)
    const token = tokens[key]
    if (action?.needs) setAsking(action)
    else {
      comeBack()
      if (token !== undefined) void acting.press(token)
    }
  }
  const close = (): void => {
    setAsking(null)
    setTimeout(comeBack)
  }
  const items = parts.map(({ part, held }) => ({
    type: 'group' as const,
    key: part,
    label: menu.parts[part],
    children: held.map(({ action, label }) => ({
      key: action,
      label: <span data-testid={`${name}-action-${action}`}>{label}</span>,
      disabled: tokens[action] === undefined,
    })),
  }))
  const busy = acting.busy !== null && parts.some(({ held }) => held.some(({ action }) => acting.busy === tokens[action]))
  return (
    <>
      <Dropdown
        autoFocus
        // On a phone it is nearly as wide as the window: moved until it fits, wherever its button stands.
        align={{ overflow: { adjustX: false, adjustY: true, shiftX: true } }}
        trigger={['click']}
        menu={{
          items,
          className: 'more-menu',
          // Later: the Enter that chooses would go on to press what has the focus then.
          onClick: ({ key }) => void setTimeout(() => choose(key)),
        }}
      >
        <Button ref={button} size="small" data-testid={`${name}-more`} loading={busy}>
          {menu.label} <DownOutlined />
        </Button>
      </Dropdown>
      {asking && <NeedsModal card={card} action={asking} acting={acting} token={tokens[asking.action]} onClose={close} />}
    </>
  )
}

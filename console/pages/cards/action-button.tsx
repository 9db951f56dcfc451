/** A card's button: asks before what cannot be undone, and for what it needs. */
import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import type { Card, CardAction } from '../api-types.ts'
import { useText } from '../language.tsx'
import type { Acting } from './acting.ts'
import { NeedsModal, testIdProps } from './needs-modal.tsx'

interface ActionButtonProps {
  card: Card
  action: CardAction
  token: string | undefined
  acting: Acting
  testId: string
}

export function ActionButton({ card, action, token, acting, testId }: ActionButtonProps) {
  const t = useText()
  const [asking, setAsking] = useState(false)
  const press = (): void => {
    if (token !== undefined) void acting.press(token)
  }
  const button = (onClick?: () => void) => (
    <Button
      size="small"
      type={action.style === 'primary' ? 'primary' : 'default'}
      danger={action.style === 'danger'}
      data-testid={testId}
      disabled={token === undefined}
      loading={acting.busy !== null && acting.busy === token}
      {...(token === undefined ? { title: t.card.noToken } : {})}
      {...(onClick ? { onClick } : {})}
    >
      {action.label}
    </Button>
  )
  if (action.needs) {
    return (
      <>
        {button(() => setAsking(true))}
        {asking && <NeedsModal card={card} action={action} acting={acting} token={token} onClose={() => setAsking(false)} />}
      </>
    )
  }
  if (action.confirm === undefined) return button(press)
  return (
    <Popconfirm
      title={action.confirm}
      okText={action.label}
      okButtonProps={{ danger: action.style === 'danger', ...testIdProps('action-ok') }}
      cancelText={t.common.cancel}
      onConfirm={press}
    >
      {button()}
    </Popconfirm>
  )
}

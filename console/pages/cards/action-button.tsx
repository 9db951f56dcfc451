/** A card's button: asks before what cannot be undone, and for the words or the choice it needs. */
import { Button, Input, Modal, Popconfirm, Radio, Select } from 'antd'
import { useState } from 'react'
import { getCategories } from '../api.ts'
import type { CardAction, CardNeeds } from '../api-types.ts'
import { isSendKey } from '../chat/keys.ts'
import { type Asked, useAsk } from '../hooks.ts'
import { useLanguage, useText } from '../language.tsx'
import { labelIn } from '../texts/index.ts'
import { useProblemText } from '../toast.tsx'
import type { Acting } from './acting.ts'

interface ActionButtonProps {
  action: CardAction
  token: string | undefined
  acting: Acting
  testId: string
}

export function ActionButton({ action, token, acting, testId }: ActionButtonProps) {
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
        {asking && <NeedsModal action={action} needs={action.needs} acting={acting} token={token} onClose={() => setAsking(false)} />}
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

/** antd types its button props without data attributes, yet passes them on. */
const testIdProps = (id: string): object => ({ 'data-testid': id })

interface NeedsModalProps {
  action: CardAction
  needs: CardNeeds
  token: string | undefined
  acting: Acting
  onClose(): void
}

const FEW = 7

type Options = readonly { readonly value: string; readonly label: string }[]

/** What a card leaves out because it is long is asked for when its dialog opens. */
function useOptions({ options, list }: CardNeeds): Asked<Options> {
  const { lang } = useLanguage()
  return useAsk(`options ${list ?? ''} ${lang}`, async (): Promise<Options> => {
    if (list === undefined) return (options ?? []).map(({ key, label }) => ({ value: key, label }))
    const { categories } = await getCategories()
    return categories.map(({ key, labels }) => ({ value: key, label: labelIn(lang, labels, key) }))
  })
}

function NeedsModal({ action, needs, token, acting, onClose }: NeedsModalProps) {
  const t = useText()
  const [value, setValue] = useState(needs.value ?? '')
  const textOf = useProblemText()
  const { data: options = [], error, loading } = useOptions(needs)
  const long = needs.list !== undefined || (needs.options ?? []).length > FEW
  const filled = value.trim() !== ''
  const send = async (): Promise<void> => {
    if (!filled || token === undefined) return
    if (await acting.press(token, { [needs.name]: value.trim() })) onClose()
  }
  return (
    <Modal
      open
      title={action.label}
      okText={action.label}
      cancelText={t.common.cancel}
      okButtonProps={{ disabled: !filled, danger: action.style === 'danger', loading: acting.busy !== null, ...testIdProps('action-ok') }}
      onOk={() => void send()}
      onCancel={onClose}
      destroyOnHidden
    >
      <div className="needs">
        {action.confirm !== undefined && <p>{action.confirm}</p>}
        <div className="needs-label" id="needs-label">
          {needs.label}
        </div>
        {needs.kind === 'text' ? (
          <Input.TextArea
            autoFocus
            data-testid="action-input"
            aria-labelledby="needs-label"
            autoSize={{ minRows: 2, maxRows: 8 }}
            value={value}
            onChange={(event) => setValue(event.target.value)}
            onKeyDown={(event) => {
              if (!isSendKey(event)) return
              event.preventDefault()
              void send()
            }}
          />
        ) : !long ? (
          <Radio.Group
            className="needs-radios"
            data-testid="action-input"
            aria-labelledby="needs-label"
            value={value}
            onChange={(event) => setValue(String(event.target.value))}
            options={[...options]}
          />
        ) : (
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            autoFocus
            className="wide"
            data-testid="action-input"
            aria-labelledby="needs-label"
            placeholder={t.card.pick}
            loading={loading}
            value={value === '' || loading ? null : value}
            onChange={(next: string | null) => setValue(next ?? '')}
            options={[...options]}
          />
        )}
        {error !== undefined && <div role="alert">{textOf(error)}</div>}
      </div>
    </Modal>
  )
}

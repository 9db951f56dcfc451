/** The form of a card's action: all it asks for, checked before it is sent. Refused, it stays open with what was filled in. */
import { Modal, Skeleton } from 'antd'
import { useState } from 'react'
import { looksLike } from '../../../bot/domain/looks-like.ts'
import { getForm } from '../api.ts'
import type { Card, CardAction, CardInput } from '../api-types.ts'
import { useAsk, useReturnFocus } from '../hooks.ts'
import { useLanguage, useText } from '../language.tsx'
import { useProblemText } from '../toast.tsx'
import type { Acting } from './acting.ts'
import { InputView } from './input-view.tsx'
import { useLook } from './look.ts'
import { PreviewView } from './preview-view.tsx'

interface NeedsModalProps {
  card: Card
  action: CardAction
  token: string | undefined
  acting: Acting
  onClose(): void
}

/** antd types its button props without data attributes, yet passes them on. */
export const testIdProps = (id: string): object => ({ 'data-testid': id })

/** What a card leaves out, because it must be as it is now, is asked for when its dialog opens. */
export function NeedsModal(props: NeedsModalProps) {
  useReturnFocus()
  const { lang } = useLanguage()
  const { card, action, onClose } = props
  const { number } = card
  const { needs } = action
  const t = useText()
  const textOf = useProblemText()
  const asked = useAsk(
    `form ${number} ${action.action} ${lang}`,
    async (): Promise<readonly CardInput[]> => (needs === 'asked' ? (await getForm(number, action.action)).inputs : (needs ?? [])),
  )
  if (asked.data) return <FilledModal {...props} inputs={asked.data} />
  return (
    <Modal open title={action.label} okButtonProps={{ disabled: true }} cancelText={t.common.cancel} onCancel={onClose} destroyOnHidden>
      {asked.error === undefined ? <Skeleton active title={false} /> : <div role="alert">{textOf(asked.error)}</div>}
    </Modal>
  )
}

function FilledModal({ card, action, inputs, token, acting, onClose }: NeedsModalProps & { inputs: readonly CardInput[] }) {
  const t = useText()
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(inputs.map(({ name, value }) => [name, value ?? ''])),
  )
  const [problem, setProblem] = useState<string | null>(null)
  const said = (name: string): string => (values[name] ?? '').trim()
  const wrong = (input: CardInput): boolean =>
    input.looks !== undefined && said(input.name) !== '' && said(input.name) !== input.value && !looksLike(input.looks, said(input.name))
  const filled = inputs.every((input) => (input.optional || said(input.name) !== '') && !wrong(input))
  const input = Object.fromEntries(inputs.map(({ name }) => [name, said(name)]))
  const speaks = inputs.some(({ name, preview }) => preview && said(name) !== '')
  const look = useLook(
    card.number,
    action.action,
    speaks ? { as: acting.as, input, ...(card.message === undefined ? {} : { message: card.message }) } : null,
  )
  const [stopped, setStopped] = useState(false)
  const send = async (): Promise<void> => {
    if (!filled || token === undefined || acting.busy !== null) return
    setProblem(null)
    const stops = speaks && !(await look.seen())
    setStopped(stops)
    if (stops) return
    const refused = await acting.submit(token, input)
    if (refused === null) onClose()
    else setProblem(refused)
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
        {inputs.map((input, index) => (
          <div key={input.name} className="needs-input">
            <div className="needs-label" id={`needs-${input.name}`}>
              {input.label}
            </div>
            <InputView
              input={input}
              first={index === 0}
              testId={inputs.length === 1 ? 'action-input' : `action-input-${input.name}`}
              wrong={wrong(input) ? t.card.wrong : undefined}
              value={values[input.name] ?? ''}
              onChange={(value) => setValues((old) => ({ ...old, [input.name]: value }))}
              onSend={() => void send()}
            />
          </div>
        ))}
        {look.shown && <PreviewView preview={look.shown} />}
        {look.shown && stopped && (
          <div className="needs-label" role="status">
            {look.shown.again}
          </div>
        )}
        {problem !== null && (
          <div className="wrong" role="alert" data-testid="action-problem">
            {problem}
          </div>
        )}
      </div>
    </Modal>
  )
}

/**
 * The form of a new ticket. The desk draws it, other fields for another category, and says at each field what is
 * wrong with it; nothing typed is lost by a refusal.
 */
import { Alert, Button, Modal, Select, Skeleton } from 'antd'
import { useEffect, useId, useRef, useState } from 'react'
import { createTicket, drawCreateForm, newId, Problem } from '../api.ts'
import type { Form, FormField, Person } from '../api-types.ts'
import { InputView } from '../cards/input-view.tsx'
import { testIdProps } from '../cards/needs-modal.tsx'
import { useDesk } from '../desk.tsx'
import { useSteady, useTabState } from '../hooks.ts'
import { useLanguage } from '../language.tsx'
import { go } from '../router.tsx'
import { useProblemText, useToast } from '../toast.tsx'
import { ticketOf, whereWrong } from './filled.ts'

export interface Creating {
  /** Who makes it; null: whoever signed in, or is chosen in the form. */
  as: Person | null
  /** What stands in the form when it opens, by the names of its fields. */
  given?: Readonly<Record<string, string>>
  onClose(): void
}

type Values = Readonly<Record<string, string>>

export function CreateForm({ as, given = {}, onClose }: Creating) {
  const { lang, t } = useLanguage()
  const { data: desk } = useDesk()
  const toast = useToast()
  const textOf = useProblemText()
  const [form, setForm] = useState<Form | null>(null)
  const [values, setValues] = useState<Values>(given)
  const [errors, setErrors] = useState<Values>({})
  const [problem, setProblem] = useState('')
  const [last, setLast] = useTabState('staff')
  const self = as?.key ?? desk?.me ?? null
  const [chosen, setChosen] = useState<string | null>(last)
  const by = self ?? desk?.agents.find(({ key }) => key === chosen)?.key ?? null
  const [busy, setBusy] = useState(false)
  const id = useRef(newId())

  const draw = useSteady((filled: Values): void => {
    setProblem('')
    drawCreateForm(filled).then(setForm, (error: unknown) => setProblem(textOf(error)))
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language is another form
  useEffect(() => draw(values), [draw, lang])

  const change = (field: FormField, value: string): void => {
    const next = { ...values, [field.name]: value }
    setValues(next)
    setErrors(({ [field.name]: _, ...rest }) => rest)
    if (field.redraws) draw(next)
  }

  const refuse = (error: unknown): void => {
    const where = error instanceof Problem ? whereWrong(error.code) : null
    if (where === null) setProblem(textOf(error))
    else setErrors({ [where]: textOf(error) })
  }

  const send = async (): Promise<void> => {
    if (form === null || busy) return
    setProblem('')
    if (by === null) return setErrors({ as: t.card.required })
    setBusy(true)
    try {
      // What belongs to a category that is no longer chosen is not sent.
      const filled = Object.fromEntries(form.fields.map(({ name }) => [name, (values[name] ?? '').trim()]))
      const { errors: wrong } = await drawCreateForm(filled)
      setErrors(wrong)
      if (Object.keys(wrong).length > 0) return setBusy(false)
      const { number } = await createTicket({ as: by, id: id.current, ...ticketOf(filled) })
      toast.good(number === undefined ? t.create.onItsWay : t.create.done(number))
      onClose()
      if (as === null && number !== undefined) go(`/tickets/${number.replace(/\D/g, '')}`)
    } catch (error) {
      refuse(error)
      // A refused wish is decided: the next try is another one.
      if (error instanceof Problem && error.status >= 400 && error.status < 500) id.current = newId()
      setBusy(false)
    }
  }

  const customers = useId()
  return (
    <Modal
      open
      width={600}
      title={form?.title ?? t.create.open}
      okText={form?.send ?? t.create.open}
      cancelText={t.common.cancel}
      okButtonProps={{ disabled: form === null, loading: busy, ...testIdProps('create-send') }}
      onOk={() => void send()}
      onCancel={onClose}
      maskClosable={!busy}
      destroyOnHidden
    >
      {problem !== '' && (
        <Alert
          type="error"
          showIcon
          title={problem}
          action={form === null && <Button onClick={() => draw(values)}>{t.common.again}</Button>}
        />
      )}
      {form === null ? (
        problem === '' && <Skeleton active title={false} paragraph={{ rows: 6 }} />
      ) : (
        <form
          className="needs create-form"
          data-testid="create-form"
          onSubmit={(event) => {
            event.preventDefault()
            void send()
          }}
        >
          <datalist id={customers}>
            {[...new Set((desk?.customers ?? []).map(({ name }) => name))].map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          {form.fields.map((field, index) => (
            <div key={field.name} className={field.kind === 'text' ? 'needs-input whole' : 'needs-input'}>
              <div className="needs-label" id={`needs-${field.name}`}>
                {field.label}
              </div>
              <InputView
                input={field}
                first={index === 0}
                testId={`create-${field.name}`}
                compact
                wrong={errors[field.name]}
                {...(field.name === 'customer' ? { suggest: customers } : {})}
                value={values[field.name] ?? ''}
                onChange={(value) => change(field, value)}
                onSend={() => void send()}
              />
            </div>
          ))}
          {self === null && (
            <div className="needs-input">
              <div className="needs-label" id="needs-as">
                {t.create.by}
              </div>
              <Select
                className="wide"
                data-testid="create-as"
                aria-labelledby="needs-as"
                {...(errors['as'] === undefined ? {} : { status: 'error' as const })}
                placeholder={t.card.pick}
                showSearch={{ optionFilterProp: 'label' }}
                value={by}
                onChange={(key: string) => {
                  setChosen(key)
                  setLast(key)
                  setErrors(({ as: _, ...rest }) => rest)
                }}
                options={(desk?.agents ?? []).map(({ key, name, role }) => ({
                  value: key,
                  label: `${name} · ${t.playground.roles[role]}`,
                }))}
              />
              {errors['as'] !== undefined && (
                <div className="wrong" role="alert">
                  {errors['as']}
                </div>
              )}
            </div>
          )}
          <button type="submit" hidden />
        </form>
      )}
    </Modal>
  )
}

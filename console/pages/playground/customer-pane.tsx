/** The left side: a phone with one customer's chat, and the choice of whose. */
import { PlusOutlined, UserAddOutlined } from '@ant-design/icons'
import { Button, Input, Modal, Select, Tooltip } from 'antd'
import { useState } from 'react'
import { addCustomer } from '../api.ts'
import type { Desk, Lang } from '../api-types.ts'
import { CustomerChat } from '../chat/customer-chat.tsx'
import { isSendKey } from '../chat/keys.ts'
import { useNames } from '../desk.tsx'
import { useReturnFocus } from '../hooks.ts'
import { useLanguage } from '../language.tsx'
import { Blank } from '../shell/blank.tsx'
import { Logo } from '../shell/logo.tsx'
import { LANGUAGE_NAMES, LANGUAGES } from '../texts/index.ts'
import { useToast } from '../toast.tsx'
import type { Choice } from './choice.ts'
import { Face } from './face.tsx'
import type { Seeding } from './toolbar.tsx'

interface CustomerPaneProps {
  desk: Desk
  choice: Choice
  seeding: Seeding
  onAdded(id: string): void
  /** The customer shown was deleted, most likely by a reset in another window. */
  onGone(): void
}

export function CustomerPane({ desk, choice, seeding, onAdded, onGone }: CustomerPaneProps) {
  const { t } = useLanguage()
  const names = useNames()
  const [adding, setAdding] = useState(false)
  const { customer } = choice
  return (
    <section className="customer-pane" aria-label={t.customer.pane}>
      <div className="pane-head">
        <Select
          className="customer-select"
          data-testid="customer-select"
          aria-label={t.customer.choose}
          placeholder={t.customer.choose}
          value={customer?.id ?? null}
          disabled={desk.customers.length === 0}
          listHeight={360}
          showSearch={{ optionFilterProp: 'title' }}
          onChange={(id: string | null) => id && choice.pickCustomer(id)}
          options={desk.customers.map(({ id, name, lang }) => ({
            value: id,
            title: name,
            label: (
              <span className="who" data-testid={`customer-option-${id}`}>
                <Face id={id} name={name} size={24} />
                <span className="who-name">{name}</span>
                <span className="who-role">{LANGUAGE_NAMES[lang]}</span>
              </span>
            ),
          }))}
        />
        <Tooltip title={t.customer.add}>
          <Button icon={<PlusOutlined />} aria-label={t.customer.add} data-testid="customer-add" onClick={() => setAdding(true)} />
        </Tooltip>
      </div>
      <div className="phone">
        <header className="chat-head">
          <Logo />
          <div className="grow">
            <div className="chat-name">{names.desk}</div>
            <div className="chat-sub">{t.customer.subtitle}</div>
          </div>
        </header>
        {customer ? (
          <CustomerChat key={customer.id} customer={customer.id} desk={names.desk} onGone={onGone} />
        ) : (
          <Blank icon={<UserAddOutlined />} title={t.customer.noCustomers} text={t.customer.noCustomersText}>
            <Button type="primary" loading={seeding.busy} onClick={seeding.run}>
              {t.playground.seed}
            </Button>
            <Button onClick={() => setAdding(true)}>{t.customer.add}</Button>
          </Blank>
        )}
      </div>
      {adding && <NewCustomer onClose={() => setAdding(false)} onAdded={onAdded} />}
    </section>
  )
}

function NewCustomer({ onClose, onAdded }: { onClose(): void; onAdded(id: string): void }) {
  useReturnFocus()
  const { lang, t } = useLanguage()
  const toast = useToast()
  const [name, setName] = useState('')
  const [writes, setWrites] = useState<Lang>(lang)
  const [busy, setBusy] = useState(false)
  const create = async (): Promise<void> => {
    if (name.trim() === '' || busy) return
    setBusy(true)
    try {
      onAdded((await addCustomer(name.trim(), writes)).id)
      onClose()
    } catch (error) {
      toast.problem(error)
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t.customer.add}
      okText={t.customer.create}
      okButtonProps={{ disabled: name.trim() === '', loading: busy }}
      cancelText={t.common.cancel}
      onOk={() => void create()}
      onCancel={onClose}
      width={400}
    >
      <div className="needs">
        <div className="needs-label">{t.customer.name}</div>
        <Input
          autoFocus
          data-testid="customer-name"
          aria-label={t.customer.name}
          placeholder={t.customer.nameHint}
          maxLength={40}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (isSendKey(event)) void create()
          }}
        />
        <div className="needs-label">{t.customer.language}</div>
        <Select
          className="wide"
          aria-label={t.customer.language}
          value={writes}
          onChange={setWrites}
          options={LANGUAGES.map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))}
        />
      </div>
    </Modal>
  )
}

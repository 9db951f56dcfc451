/** The customer's own chat on the web: no console around it, the whole screen on a phone. */
import { Button, Input, Spin } from 'antd'
import { useCallback, useState } from 'react'
import { addCustomer } from '../api.ts'
import { useDesk, useNames } from '../desk.tsx'
import { useLanguage } from '../language.tsx'
import { go, useAddress } from '../router.tsx'
import { LangSelect } from '../shell/lang-select.tsx'
import { Logo } from '../shell/logo.tsx'
import { ProblemView } from '../shell/problem-view.tsx'
import { useToast } from '../toast.tsx'
import { CustomerChat } from './customer-chat.tsx'
import { isSendKey } from './keys.ts'

const KEY = 'relaydesk.chat.customer'

export function ChatPage() {
  const { t } = useLanguage()
  const desk = useDesk()
  const names = useNames()
  const asked = useAddress().query.get('customer')
  const [kept, setKept] = useState(() => localStorage.getItem(KEY))
  const customer = asked ?? kept

  const leave = useCallback(() => {
    localStorage.removeItem(KEY)
    setKept(null)
    if (asked !== null) go('/chat', 'replace')
  }, [asked])

  const begin = (id: string): void => {
    localStorage.setItem(KEY, id)
    setKept(id)
  }

  return (
    <div className="chat-page">
      <section className="chat-window" aria-label={t.customer.pane}>
        <header className="chat-head">
          <Logo />
          <div className="grow">
            <div className="chat-name">{names.desk}</div>
            <div className="chat-sub">{t.customer.subtitle}</div>
          </div>
          <LangSelect />
        </header>
        {desk.error !== undefined && desk.data === undefined && customer === null ? (
          <ProblemView error={desk.error} again={desk.again} />
        ) : desk.loading ? (
          <div className="center">
            <Spin />
          </div>
        ) : customer === null ? (
          <Hello onBegin={begin} />
        ) : (
          <CustomerChat customer={customer} onGone={leave} />
        )}
      </section>
    </div>
  )
}

function Hello({ onBegin }: { onBegin(id: string): void }) {
  const { lang, t } = useLanguage()
  const toast = useToast()
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const begin = async (): Promise<void> => {
    setBusy(true)
    try {
      onBegin((await addCustomer(name.trim() || t.chat.guest, lang)).id)
    } catch (error) {
      toast.problem(error)
      setBusy(false)
    }
  }
  return (
    <div className="hello">
      <h1>{t.chat.hello}</h1>
      <p>{t.chat.helloText}</p>
      <Input
        size="large"
        data-testid="chat-name"
        aria-label={t.chat.nameOptional}
        placeholder={t.chat.nameOptional}
        value={name}
        maxLength={40}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (isSendKey(event)) void begin()
        }}
      />
      <Button type="primary" size="large" block data-testid="chat-start" loading={busy} onClick={() => void begin()}>
        {t.chat.start}
      </Button>
    </div>
  )
}

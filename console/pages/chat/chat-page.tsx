/** The customer's own chat on the web: no console around it, the whole screen on a phone, nothing to sign in to. */
import { Button, Input, Spin } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { visit } from '../api.ts'
import type { Labels, Visit } from '../api-types.ts'
import { useLanguage } from '../language.tsx'
import { useAddress } from '../router.tsx'
import { LangSelect } from '../shell/lang-select.tsx'
import { Logo } from '../shell/logo.tsx'
import { ProblemView } from '../shell/problem-view.tsx'
import { labelIn } from '../texts/index.ts'
import { CustomerChat, type Introduction } from './customer-chat.tsx'
import { isSendKey } from './keys.ts'

/** Who this browser is stands in a cookie no script can read; here is only that it once began, and under which name. */
const KEY = 'relaydesk.chat.name'

export function ChatPage() {
  const { lang, t } = useLanguage()
  // On a desk that is tried out any of its customers may be looked at; elsewhere the desk refuses.
  const asked = useAddress().query.get('customer')
  const [begun, setBegun] = useState(() => localStorage.getItem(KEY))
  const [place, setPlace] = useState<Visit | null>(asked === null ? null : { room: asked, as: asked, name: {} })
  const [error, setError] = useState<unknown>()
  const name: Labels = place?.name ?? {}

  const enter = useCallback(async (): Promise<void> => {
    setError(undefined)
    try {
      setPlace(await visit())
    } catch (problem) {
      setError(problem)
    }
  }, [])
  useEffect(() => {
    if (asked === null) void enter()
  }, [asked, enter])

  const introduction: Introduction = { lang, ...(begun ? { name: begun } : {}) }
  return (
    <div className="chat-page">
      <section className="chat-window" aria-label={t.customer.pane}>
        <header className="chat-head">
          <Logo />
          <div className="grow">
            <div className="chat-name">{labelIn(lang, name, t.common.desk)}</div>
            <div className="chat-sub">{t.customer.subtitle}</div>
          </div>
          <LangSelect />
        </header>
        {place && (begun !== null || asked !== null) ? (
          <CustomerChat key={place.room} customer={place.room} introduction={introduction} desk={labelIn(lang, name, t.common.desk)} />
        ) : error !== undefined ? (
          <ProblemView error={error} again={() => void enter()} />
        ) : place ? (
          <Hello
            onBegin={(called) => {
              localStorage.setItem(KEY, called)
              setBegun(called)
            }}
          />
        ) : (
          <div className="center">
            <Spin />
          </div>
        )}
      </section>
    </div>
  )
}

function Hello({ onBegin }: { onBegin(name: string): void }) {
  const { t } = useLanguage()
  const [name, setName] = useState('')
  const begin = (): void => onBegin(name.trim())
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
          if (isSendKey(event)) begin()
        }}
      />
      <Button type="primary" size="large" block data-testid="chat-start" onClick={begin}>
        {t.chat.start}
      </Button>
    </div>
  )
}

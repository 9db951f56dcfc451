/** Puts language, theme and the desk's names around the page the address asks for. */
import { QuestionCircleOutlined } from '@ant-design/icons'
import { Button, ConfigProvider, Skeleton } from 'antd'
import enUS from 'antd/es/locale/en_US.js'
import type { Locale } from 'antd/es/locale/index.js'
import zhCN from 'antd/es/locale/zh_CN.js'
import zhTW from 'antd/es/locale/zh_TW.js'
import { lazy, type ReactNode, Suspense } from 'react'
import { DeskProvider } from './desk.tsx'
import { LanguageProvider, useLanguage, useText } from './language.tsx'
import { go, useAddress } from './router.tsx'
import { Blank } from './shell/blank.tsx'
import { Guard } from './shell/problem-view.tsx'
import { Shell } from './shell/shell.tsx'
import { fontsOf, themeOf } from './theme.ts'
import { Toasts } from './toast.tsx'

const ChatPage = lazy(() => import('./chat/chat-page.tsx').then((page) => ({ default: page.ChatPage })))
const PersonPage = lazy(() => import('./person/person-page.tsx').then((page) => ({ default: page.PersonPage })))
const PlaygroundPage = lazy(() => import('./playground/playground-page.tsx').then((page) => ({ default: page.PlaygroundPage })))
const SettingsPage = lazy(() => import('./settings/settings-page.tsx').then((page) => ({ default: page.SettingsPage })))
const TicketPage = lazy(() => import('./tickets/ticket-page.tsx').then((page) => ({ default: page.TicketPage })))
const TicketsPage = lazy(() => import('./tickets/tickets-page.tsx').then((page) => ({ default: page.TicketsPage })))

/** antd ships its locales as CommonJS with ES typings: bundlers and TypeScript disagree about where `default` is. */
const localeOf = (loaded: Locale | { default: Locale }): Locale => ('default' in loaded ? loaded.default : loaded)
const LOCALES = { en: localeOf(enUS), 'zh-CN': localeOf(zhCN), 'zh-TW': localeOf(zhTW) } as const

/** Made once: a new theme object would make antd write its styles again. */
const THEMES = { en: themeOf('en'), 'zh-CN': themeOf('zh-CN'), 'zh-TW': themeOf('zh-TW') } as const

export function App() {
  return (
    <LanguageProvider>
      <Themed>
        <Page />
      </Themed>
    </LanguageProvider>
  )
}

function Themed({ children }: { children: ReactNode }) {
  const { lang } = useLanguage()
  return (
    <ConfigProvider theme={THEMES[lang]} locale={LOCALES[lang]} button={{ autoInsertSpace: false }}>
      <div className="app" style={{ fontFamily: fontsOf(lang) }}>
        <Toasts>{children}</Toasts>
      </div>
    </ConfigProvider>
  )
}

function Page() {
  const { path } = useAddress()
  // Visitors of the chat may ask for nothing of the desk but their own room.
  if (path === '/chat' || path === '/chat/')
    return (
      <Guard>
        <Suspense fallback={null}>
          <ChatPage />
        </Suspense>
      </Guard>
    )
  return (
    <DeskProvider>
      <Guard key={path}>
        <Suspense fallback={<Coming />}>{pageAt(path)}</Suspense>
      </Guard>
    </DeskProvider>
  )
}

/** What stands around every page is there at once; only the page itself is waited for. */
function Coming() {
  return (
    <Shell>
      <div className="page">
        <Skeleton active />
      </div>
    </Shell>
  )
}

function pageAt(path: string): ReactNode {
  const ticket = /^\/tickets\/(?:T-)?(\d+)\/?$/i.exec(path)?.[1]
  if (path === '/' || path === '/playground') return <PlaygroundPage />
  if (ticket) return <TicketPage key={ticket} number={Number(ticket)} />
  if (path === '/tickets' || path === '/tickets/') return <TicketsPage />
  if (path === '/person') return <PersonPage />
  if (path === '/settings') return <SettingsPage />
  return <NotFound />
}

function NotFound() {
  const t = useText()
  return (
    <Shell>
      <Blank icon={<QuestionCircleOutlined />} title={t.common.notFound}>
        <Button type="primary" onClick={() => go('/')}>
          {t.common.home}
        </Button>
      </Blank>
    </Shell>
  )
}

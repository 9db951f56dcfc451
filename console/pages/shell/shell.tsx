/** What stands around every page but the customer's own chat: where one is, where one can go, the language. */
import { MenuOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import type { ReactNode } from 'react'
import { PHONE, useMedia } from '../hooks.ts'
import { useText } from '../language.tsx'
import { go, Link, useAddress } from '../router.tsx'
import type { Texts } from '../texts/index.ts'
import { LangSelect } from './lang-select.tsx'
import { Logo } from './logo.tsx'

const places = (t: Texts) => [
  { to: '/', label: t.nav.playground },
  { to: '/tickets', label: t.nav.tickets },
  { to: '/person', label: t.nav.person },
  { to: '/settings', label: t.nav.settings },
]

export function Shell({ children, fill = false }: { children: ReactNode; fill?: boolean }) {
  const t = useText()
  const phone = useMedia(PHONE)
  const { path } = useAddress()
  const isHere = (to: string): boolean => (to === '/' ? path === '/' : path.startsWith(to))
  return (
    <div className={fill ? 'shell shell-fill' : 'shell'}>
      <header className="shell-head">
        <Link to="/" className="brand" aria-label={t.title}>
          <Logo />
          <span className="brand-name">Relaydesk</span>
        </Link>
        {!phone && (
          <nav className="shell-nav" aria-label={t.nav.main}>
            {places(t).map(({ to, label }) => (
              <Link key={to} to={to} aria-current={isHere(to) ? 'page' : 'false'}>
                {label}
              </Link>
            ))}
            <a href="/chat" target="_blank" rel="noreferrer">
              {t.nav.chat}
            </a>
          </nav>
        )}
        <span className="grow" />
        <LangSelect />
        {phone && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: [...places(t), { to: '/chat', label: t.nav.chat }].map(({ to, label }) => ({ key: to, label })),
              selectedKeys: places(t)
                .map(({ to }) => to)
                .filter(isHere),
              onClick: ({ key }) => go(key),
            }}
          >
            <Button type="text" icon={<MenuOutlined />} aria-label={t.nav.menu} />
          </Dropdown>
        )}
      </header>
      <main className="shell-main">{children}</main>
    </div>
  )
}

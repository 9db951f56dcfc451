/** What stands around every page but the customer's own chat: where one is, where one can go, the language. */
import { Button } from 'antd'
import { lazy, type ReactNode, Suspense } from 'react'
import { maySee } from '../../../bot/domain/roles.ts'
import { signOut } from '../api.ts'
import type { Desk } from '../api-types.ts'
import { useDesk } from '../desk.tsx'
import { PHONE, useMedia } from '../hooks.ts'
import { useText } from '../language.tsx'
import { Link, useAddress } from '../router.tsx'
import type { Texts } from '../texts/index.ts'
import { LangSelect } from './lang-select.tsx'
import { Logo } from './logo.tsx'
import { Unready } from './unready.tsx'

/** Whoever signed in as themselves is offered what their role may see. */
const places = (t: Texts, desk: Desk | undefined) => {
  const me = desk?.me ? desk.agents.find(({ key }) => key === desk.me) : undefined
  const all = [
    { to: '/', label: desk?.open === false ? t.nav.rooms : t.nav.playground, area: null },
    { to: '/tickets', label: t.nav.tickets, area: 'tickets' },
    { to: '/person', label: t.nav.person, area: 'person' },
    { to: '/settings', label: t.nav.settings, area: 'settings' },
  ] as const
  return all.filter(({ area }) => area === null || !me || maySee(me, area))
}

const PhoneMenu = lazy(() => import('./phone-menu.tsx').then(({ PhoneMenu }) => ({ default: PhoneMenu })))

async function leave(): Promise<void> {
  await signOut().catch(() => {})
  location.assign('/login')
}

export function Shell({ children, fill = false }: { children: ReactNode; fill?: boolean }) {
  const t = useText()
  const phone = useMedia(PHONE)
  const { path } = useAddress()
  const { data: desk } = useDesk()
  const all = places(t, desk)
  const signedIn = desk?.open === false
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
            {all.map(({ to, label }) => (
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
        {signedIn && !phone && (
          <Button type="text" data-testid="sign-out" onClick={() => void leave()}>
            {t.common.signOut}
          </Button>
        )}
        {phone && (
          <Suspense fallback={null}>
            <PhoneMenu
              places={[...all, { to: '/chat', label: t.nav.chat }]}
              here={all.map(({ to }) => to).filter(isHere)}
              {...(signedIn ? { onLeave: () => void leave() } : {})}
            />
          </Suspense>
        )}
      </header>
      <Unready />
      <main className="shell-main">{children}</main>
    </div>
  )
}

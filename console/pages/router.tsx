/** Six pages need no router library: the address is an outside store, a link pushes to it. */
import { type ReactNode, useSyncExternalStore } from 'react'

const MOVED = 'relaydesk:moved'

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener)
  window.addEventListener(MOVED, listener)
  return () => {
    window.removeEventListener('popstate', listener)
    window.removeEventListener(MOVED, listener)
  }
}

/** Path and query of the page shown now. */
export function useAddress(): { path: string; query: URLSearchParams } {
  const href = useSyncExternalStore(subscribe, () => location.pathname + location.search)
  const url = new URL(href, location.origin)
  return { path: url.pathname, query: url.searchParams }
}

export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', to)
  window.dispatchEvent(new Event(MOVED))
  if (how === 'push') window.scrollTo(0, 0)
}

interface LinkProps {
  to: string
  children: ReactNode
  className?: string
  'aria-current'?: 'page' | 'false'
  'aria-label'?: string
}

/** A real link (opens in a new tab when asked to) that moves inside the page on a plain click. */
export function Link({ to, children, ...rest }: LinkProps) {
  return (
    <a
      {...rest}
      href={to}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        go(to)
      }}
    >
      {children}
    </a>
  )
}

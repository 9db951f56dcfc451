/** Small hooks every page uses. */
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'

/** Does the window fit the media query now? Known from the first render on, so nothing jumps. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
}

export const PHONE = '(max-width: 767px)'
export const WIDE = '(min-width: 1200px)'

export interface Asked<Answer> {
  readonly data: Answer | undefined
  readonly error: unknown
  readonly loading: boolean
  again(): void
}

/**
 * Asks the desk when `key` changes. The old answer stays while the new one comes for the same key prefix,
 * so that a refresh does not blink; a late answer to an older question is thrown away.
 */
export function useAsk<Answer>(key: string, ask: () => Promise<Answer>): Asked<Answer> {
  const [result, setResult] = useState<{ key: string; data?: Answer; error?: unknown }>({ key: '' })
  const [round, setRound] = useState(0)
  const asker = useRef(ask)
  asker.current = ask
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again for the same key
  useEffect(() => {
    let current = true
    asker.current().then(
      (data) => current && setResult({ key, data }),
      (error: unknown) => current && setResult((old) => (old.key === key && old.data !== undefined ? old : { key, error })),
    )
    return () => {
      current = false
    }
  }, [key, round])
  const again = useCallback(() => setRound((n) => n + 1), [])
  const mine = result.key === key
  return { data: mine ? result.data : undefined, error: mine ? result.error : undefined, loading: !mine, again }
}

/** State kept for this browser tab, so that two tabs may be two people. */
export function useTabState(name: string): [string | null, (value: string) => void] {
  const key = `relaydesk.${name}`
  const [value, setValue] = useState(() => sessionStorage.getItem(key))
  const keep = useCallback(
    (next: string) => {
      sessionStorage.setItem(key, next)
      setValue(next)
    },
    [key],
  )
  return [value, keep]
}

/** The latest `callback` behind a function that never changes, for effects that must not start over. */
export function useSteady<Args extends unknown[], Answer>(callback: (...args: Args) => Answer): (...args: Args) => Answer {
  const latest = useRef(callback)
  latest.current = callback
  return useCallback((...args: Args) => latest.current(...args), [])
}

/** A dialog that is taken away at once gives the focus back to where it was before it came. */
export function useReturnFocus(): void {
  // While it is drawn for the first time nothing in it has the focus yet.
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      setTimeout(() => {
        if (before instanceof HTMLElement && document.activeElement === document.body) before.focus({ preventScroll: true })
      })
    },
    [before],
  )
}

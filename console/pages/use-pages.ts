/** A keyset list: the first page when `key` changes, one more each time it is asked for. */
import { useCallback, useEffect, useRef, useState } from 'react'

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

export interface Pages<Item> {
  readonly items: readonly Item[]
  /** False until the first page is there. */
  readonly ready: boolean
  readonly loading: boolean
  readonly error: unknown
  readonly hasMore: boolean
  more(): void
  again(): void
}

interface Kept<Item> {
  readonly key: string
  readonly items: readonly Item[]
  readonly next: string | null
  readonly error: unknown
}

export function usePages<Item>(key: string, ask: (cursor: string | null) => Promise<Page<Item>>): Pages<Item> {
  const [kept, setKept] = useState<Kept<Item>>({ key: '', items: [], next: null, error: undefined })
  const [busy, setBusy] = useState(false)
  const [round, setRound] = useState(0)
  const asker = useRef(ask)
  asker.current = ask
  const wanted = useRef(key)
  wanted.current = key

  const load = useCallback(async (of: string, cursor: string | null): Promise<void> => {
    setBusy(true)
    try {
      const page = await asker.current(cursor)
      if (wanted.current !== of) return
      setKept((old) => ({
        key: of,
        items: cursor === null ? page.items : [...old.items, ...page.items],
        next: page.next ?? null,
        error: undefined,
      }))
    } catch (error) {
      if (wanted.current === of) setKept((old) => ({ key: of, items: cursor === null ? [] : old.items, next: old.next, error }))
    } finally {
      if (wanted.current === of) setBusy(false)
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` loads the same list anew
  useEffect(() => void load(key, null), [key, round, load])

  const mine = kept.key === key
  return {
    items: mine ? kept.items : [],
    ready: mine,
    loading: busy || !mine,
    error: mine ? kept.error : undefined,
    hasMore: mine && kept.next !== null,
    more: () => void (kept.next !== null && !busy && load(key, kept.next)),
    again: () => setRound((n) => n + 1),
  }
}

/** Words to a customer, looked at as they would read them before they are sent. */
import { useEffect, useState } from 'react'
import { lookAt } from '../api.ts'
import type { Look, ReplyPreview } from '../api-types.ts'
import { useSteady } from '../hooks.ts'
import { useLanguage } from '../language.tsx'

/** So long somebody stops writing before the desk is asked. */
const PAUSE_MS = 300

export interface Looking {
  /** Of what stood there last; it stays while the next one comes, so that nothing jumps. */
  readonly shown: ReplyPreview | null
  /**
   * May these words go? False where there is something to see in them, the gate's colour or another language than
   * the customer's, and it was not on show yet: then it is now, and sending again sends. The desk decides either way.
   */
  seen(): Promise<boolean>
}

const NOTHING = { key: '', preview: null }

/** `wish`: what would be sent; null for what says nothing to a customer. */
export function useLook(number: number, action: string, wish: Look | null): Looking {
  const { lang } = useLanguage()
  const [last, setLast] = useState<{ readonly key: string; readonly preview: ReplyPreview | null }>(NOTHING)
  const key = wish === null ? '' : JSON.stringify([number, action, wish, lang])
  const latest = useSteady(() => key)
  const look = useSteady(async (): Promise<ReplyPreview | null> => {
    if (wish === null) return null
    // Where it cannot be had, sending is still the desk's to judge.
    const { preview } = await lookAt(number, action, wish).catch(() => ({ preview: null }))
    if (latest() === key) setLast({ key, preview })
    return preview
  })
  useEffect(() => {
    if (key === '') return setLast(NOTHING)
    const timer = setTimeout(() => void look(), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [key, look])
  return {
    shown: last.preview,
    seen: async () => {
      if (last.key === key) return true
      const preview = await look()
      return !preview?.chips.some(({ tone }) => tone === 'warn' || tone === 'bad')
    },
  }
}

/** Who is typing in a room, and saying that I am. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { sayTyping } from '../api.ts'
import type { LiveStream } from './stream.ts'

const SAY_EVERY_MS = 3000
const FORGET_MS = 5000

/** Others typing in the room now. */
export function useTypists(live: LiveStream | null, room: string, me: string): readonly string[] {
  const [typists, setTypists] = useState<readonly string[]>([])
  useEffect(() => {
    setTypists([])
    const timers = new Map<string, ReturnType<typeof setTimeout>>()
    const forget = (who: string): void => {
      timers.delete(who)
      setTypists((all) => all.filter((each) => each !== who))
    }
    const stop = live?.listen((change) => {
      if (change.type === 'room' && change.room === room) {
        // Whoever typed has most likely just said it.
        for (const [who, timer] of timers) {
          clearTimeout(timer)
          forget(who)
        }
      }
      if (change.type !== 'typing' || change.room !== room || change.who === me) return
      const { who } = change
      clearTimeout(timers.get(who))
      timers.set(
        who,
        setTimeout(() => forget(who), FORGET_MS),
      )
      setTypists((all) => (all.includes(who) ? all : [...all, who]))
    })
    return () => {
      stop?.()
      for (const timer of timers.values()) clearTimeout(timer)
    }
  }, [live, room, me])
  return typists
}

/** A function to call at every key; it tells the desk at most every few seconds and never complains. */
export function useSayTyping(room: string, as: string): () => void {
  const last = useRef(0)
  return useCallback(() => {
    const now = Date.now()
    if (now - last.current < SAY_EVERY_MS) return
    last.current = now
    sayTyping(room, as).catch(() => {})
  }, [room, as])
}

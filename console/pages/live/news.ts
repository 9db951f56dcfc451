/** Where something was said that the reader has not looked at, since the window was opened. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { LiveStream } from './stream.ts'

const NONE: ReadonlySet<string> = new Set()

function useMarks(shown: string | null) {
  const [marks, setMarks] = useState(NONE)
  const add = useCallback((key: string) => setMarks((old) => (old.has(key) ? old : new Set([...old, key]))), [])
  const clear = useCallback(() => setMarks(NONE), [])
  useEffect(() => {
    if (shown !== null) setMarks((old) => (old.has(shown) ? new Set([...old].filter((key) => key !== shown)) : old))
  }, [shown])
  return { marks, add, clear }
}

/** Rooms in which something changed while another one was shown. */
export function useRoomNews(live: LiveStream | null, shown: string | null): ReadonlySet<string> {
  const { marks, add, clear } = useMarks(shown)
  useEffect(
    () =>
      live?.listen((change) => {
        if (change.type === 'reset') clear()
        if (change.type === 'room' && change.room !== shown) add(change.room)
      }),
    [live, shown, add, clear],
  )
  return marks
}

/** What I caused myself is no news to me; it comes at most this much later. */
const MINE_MS = 3000

/** Threads of a room, by their card's post, in which something was said while they were closed. */
export function useThreadNews(live: LiveStream | null, room: string, open: string | null) {
  const { marks, add, clear } = useMarks(open)
  const mine = useRef({ thread: '', at: 0 })
  useEffect(
    () =>
      live?.listen((change) => {
        if (change.type === 'reset') clear()
        if (change.type !== 'thread' || change.room !== room || change.thread === open) return
        if (mine.current.thread === change.thread && Date.now() - mine.current.at < MINE_MS) return
        add(change.thread)
      }),
    [live, room, open, add, clear],
  )
  const acted = useCallback((thread: string) => {
    mine.current = { thread, at: Date.now() }
  }, [])
  return { news: marks, acted }
}

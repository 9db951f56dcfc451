/** A scrolling log stays at its newest line unless the reader has scrolled up. */
import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'

const NEAR_PX = 80

export interface Stick {
  readonly ref: RefObject<HTMLDivElement | null>
  onScroll(): void
  /** Something new stands below what is seen. */
  readonly below: boolean
  toBottom(): void
}

/** `count` rises with every line, `place` changes when another log is shown. */
export function useStick(count: number, place: string): Stick {
  const ref = useRef<HTMLDivElement>(null)
  const atBottom = useRef(true)
  const seen = useRef(count)
  const [below, setBelow] = useState(false)

  const toBottom = useCallback(() => {
    const box = ref.current
    if (box) box.scrollTop = box.scrollHeight
    atBottom.current = true
    setBelow(false)
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another place starts at its bottom
  useLayoutEffect(() => toBottom(), [place, toBottom])

  useLayoutEffect(() => {
    if (atBottom.current) toBottom()
    else if (count > seen.current) setBelow(true)
    seen.current = count
  }, [count, toBottom])

  // Pictures and redrawn cards grow after they are placed.
  useLayoutEffect(() => {
    const box = ref.current
    const inner = box?.firstElementChild
    if (!box || !inner) return
    const watcher = new ResizeObserver(() => {
      if (atBottom.current) box.scrollTop = box.scrollHeight
    })
    watcher.observe(inner)
    watcher.observe(box)
    return () => watcher.disconnect()
  }, [])

  const onScroll = useCallback(() => {
    const box = ref.current
    if (!box) return
    atBottom.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX
    if (atBottom.current) setBelow(false)
  }, [])

  return { ref, onScroll, below, toBottom }
}

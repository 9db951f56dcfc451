/** Times as people read them, and one shared second hand for all countdowns. */
import dayjs from 'dayjs'
import { useSyncExternalStore } from 'react'
import type { When } from './api-types.ts'

export function toMs(when: When): number {
  return typeof when === 'number' ? when : dayjs(when).valueOf()
}

/** Today only the clock, else the date with it; `format` is the language's. */
export function clock(when: When, format: string): string {
  const at = dayjs(when)
  return at.isSame(dayjs(), 'day') ? at.format('HH:mm') : at.format(format)
}

/** `4:05`, `2:04:05`; from a day on `days` words it. */
export function span(ms: number, days: (n: number, hours: number) => string): string {
  const seconds = Math.floor(Math.abs(ms) / 1000)
  const hours = Math.floor(seconds / 3600)
  if (hours >= 24) return days(Math.floor(hours / 24), hours % 24)
  const two = (n: number): string => String(n).padStart(2, '0')
  const minutes = Math.floor((seconds % 3600) / 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

let now = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const each of listeners) each()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The time, to the second; every caller ticks together. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}

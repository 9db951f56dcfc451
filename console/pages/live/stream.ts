/**
 * One event stream per person shown in the window.
 *
 * A stream only says where something changed; the posts are fetched. So a lost event costs nothing once the
 * stream opens again: `open` tells every feed to ask anew.
 */
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { streamUrl } from '../api.ts'

export type Change =
  | { readonly type: 'open' }
  | { readonly type: 'room'; readonly room: string }
  | { readonly type: 'thread'; readonly room: string; readonly thread: string }
  | { readonly type: 'typing'; readonly room: string; readonly who: string }
  | { readonly type: 'whisper'; readonly room: string }
  /** The desk was emptied: nothing known before is there any more. */
  | { readonly type: 'reset' }

type Listener = (change: Change) => void

const NAMES = ['room', 'thread', 'typing', 'whisper', 'reset'] as const
/** Browsers allow six connections per host; windows nobody looks at give theirs back. */
const HIDDEN_GRACE_MS = 30_000

export class LiveStream {
  #source: EventSource | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #connected = false
  #tries = 0
  readonly #url: string
  readonly #listeners = new Set<Listener>()
  readonly #watchers = new Set<() => void>()

  constructor(url: string) {
    this.#url = url
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  readonly isConnected = (): boolean => this.#connected

  start(): void {
    document.addEventListener('visibilitychange', this.#seen)
    this.#connect()
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#seen)
    clearTimeout(this.#timer)
    this.#close()
  }

  readonly #seen = (): void => {
    clearTimeout(this.#timer)
    if (document.hidden) this.#timer = setTimeout(() => this.#close(), HIDDEN_GRACE_MS)
    else if (!this.#source) this.#connect()
  }

  #connect(): void {
    const source = new EventSource(this.#url)
    this.#source = source
    source.onopen = () => {
      this.#tries = 0
      this.#set(true)
      this.#tell({ type: 'open' })
    }
    source.onerror = () => {
      this.#set(false)
      // While CONNECTING the browser tries again by itself; after an HTTP error it gives up and we do.
      if (source.readyState !== EventSource.CLOSED || this.#source !== source) return
      this.#source = null
      this.#tries += 1
      this.#timer = setTimeout(() => this.#connect(), Math.min(15_000, 500 * 2 ** this.#tries))
    }
    for (const name of NAMES) {
      source.addEventListener(name, (event: MessageEvent<string>) => {
        const change = read(name, event.data)
        if (change) this.#tell(change)
      })
    }
  }

  #close(): void {
    this.#source?.close()
    this.#source = null
    this.#set(false)
  }

  #set(connected: boolean): void {
    if (this.#connected === connected) return
    this.#connected = connected
    for (const watcher of this.#watchers) watcher()
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change)
  }
}

function read(type: (typeof NAMES)[number], data: string): Change | null {
  let said: unknown
  try {
    said = JSON.parse(data)
  } catch {
    return null
  }
  if (typeof said !== 'object' || said === null) return null
  if (type === 'reset') return { type }
  const field = (name: string): string => String(Reflect.get(said, name) ?? '')
  const room = field('room')
  if (type === 'thread') return { type, room, thread: field('thread') }
  if (type === 'typing') return { type, room, who: field('who') }
  return { type, room }
}

/** The stream of these rooms for this person; `null` as long as nobody is chosen. */
export function useLive(rooms: readonly string[], as: string | null): LiveStream | null {
  const url = as === null || rooms.length === 0 ? null : streamUrl(rooms, as)
  const stream = useMemo(() => (url === null ? null : new LiveStream(url)), [url])
  useEffect(() => {
    stream?.start()
    return () => stream?.stop()
  }, [stream])
  return stream
}

const never = (): (() => void) => () => {}

export function useConnected(stream: LiveStream | null): boolean {
  return useSyncExternalStore(stream?.watch ?? never, stream?.isConnected ?? (() => false))
}

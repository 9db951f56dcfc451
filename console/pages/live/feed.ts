/** The posts of one room, or of one thread in it, kept up to date. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { getPosts, POSTS_LIMIT, Problem } from '../api.ts'
import type { Post } from '../api-types.ts'
import { useSteady } from '../hooks.ts'
import type { LiveStream } from './stream.ts'

/** While the stream is down a feed asks this often by itself. */
const POLL_MS = 4000

export interface FeedPlace {
  readonly room: string
  readonly as: string
  readonly thread?: string
}

export interface Feed {
  readonly posts: readonly Post[]
  /** False until the first answer. */
  readonly ready: boolean
  readonly error: Problem | null
  /** Newest rev known: what is after it has not been seen. */
  rev(): number
  pull(): Promise<void>
}

interface Shown {
  readonly key: string
  readonly posts: readonly Post[]
  readonly ready: boolean
  readonly error: Problem | null
}

/** Puts redrawn posts in their old place and new ones at the end of their time. */
export function mergePosts(known: ReadonlyMap<string, Post>, came: readonly Post[]): Map<string, Post> {
  const all = new Map(known)
  for (const post of came) {
    const old = all.get(post.id)
    if (!old || old.rev <= post.rev) all.set(post.id, post)
  }
  return all
}

export function inOrder(posts: Iterable<Post>): Post[] {
  return [...posts].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

class Puller {
  known = new Map<string, Post>()
  rev: number | null = null
  #running: Promise<void> | null = null
  #again = false
  readonly #place: FeedPlace

  constructor(place: FeedPlace) {
    this.#place = place
  }

  /** Asks until nothing is left; calls during that time make one more round, not a second asker. */
  pull(told: (came: readonly Post[], first: boolean) => void): Promise<void> {
    if (this.#running) {
      this.#again = true
      return this.#running
    }
    this.#running = this.#rounds(told).finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async #rounds(told: (came: readonly Post[], first: boolean) => void): Promise<void> {
    do {
      this.#again = false
      const { as, thread } = this.#place
      const after = this.rev
      const answer = await getPosts(this.#place.room, {
        as,
        ...(after === null ? {} : { after }),
        ...(thread === undefined ? {} : { thread }),
      })
      if (after !== null && answer.rev < after) {
        // The desk was reset and counts anew: what we know is gone there.
        this.known = new Map()
        this.rev = null
        this.#again = true
        continue
      }
      this.known = mergePosts(this.known, answer.posts)
      const full = after !== null && answer.posts.length >= POSTS_LIMIT
      // A full page may end before the room's newest rev: go on after the last post we hold.
      this.rev = full ? Math.max(...answer.posts.map((post) => post.rev)) : Math.max(answer.rev, after ?? 0)
      if (full) this.#again = true
      told(answer.posts, after === null)
    } while (this.#again)
  }
}

/** `onNew` hears of posts that came after the first answer, redraws included. */
export function useFeed(live: LiveStream | null, place: FeedPlace | null, onNew?: (posts: readonly Post[]) => void): Feed {
  const key = place ? `${place.room} ${place.as} ${place.thread ?? ''}` : ''
  const [shown, setShown] = useState<Shown>({ key: '', posts: [], ready: false, error: null })
  const puller = useRef<{ key: string; puller: Puller } | null>(null)
  const news = useSteady((posts: readonly Post[]) => onNew?.(posts))
  const { room, as, thread } = place ?? {}

  const pull = useCallback(async (): Promise<void> => {
    if (room === undefined || as === undefined) return
    if (puller.current?.key !== key) {
      puller.current = { key, puller: new Puller({ room, as, ...(thread === undefined ? {} : { thread }) }) }
    }
    const mine = puller.current.puller
    const current = (): boolean => puller.current?.puller === mine
    try {
      await mine.pull((came, first) => {
        if (!current()) return
        const posts = inOrder(mine.known.values()).filter((post) => post.to === null || post.to === as)
        setShown({ key, posts, ready: true, error: null })
        if (!first && came.length > 0) news(came.filter((post) => post.to === null || post.to === as))
      })
    } catch (error) {
      if (current() && error instanceof Problem)
        setShown((old) => (old.key === key ? { ...old, error } : { key, posts: [], ready: false, error }))
    }
  }, [key, room, as, thread, news])

  useEffect(() => {
    void pull()
    const stop = live?.listen((change) => {
      if (change.type === 'reset') puller.current = null
      if (change.type === 'open' || change.type === 'reset') return void pull()
      if (change.type === 'typing' || change.room !== room) return
      if (change.type === 'thread' && thread !== undefined && change.thread !== thread) return
      void pull()
    })
    const timer = setInterval(() => {
      if (!live?.isConnected() && !document.hidden) void pull()
    }, POLL_MS)
    return () => {
      stop?.()
      clearInterval(timer)
    }
  }, [live, pull, room, thread])

  const mine = shown.key === key
  const rev = useCallback(() => (puller.current?.key === key ? (puller.current.puller.rev ?? 0) : 0), [key])
  return { posts: mine ? shown.posts : [], ready: mine && shown.ready, error: mine ? shown.error : null, rev, pull }
}

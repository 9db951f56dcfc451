/**
 * What this window has said and the desk has not shown yet.
 *
 * A message keeps its id through every try, so sending again never says it twice. An entry goes when its post
 * comes back; should the desk show it in another form (a reply card), it goes soon after it was accepted.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import { newId, sendMessage } from '../api.ts'
import type { FileRef, NewMessage, Post } from '../api-types.ts'
import { useToast } from '../toast.tsx'
import type { Feed } from './feed.ts'

export interface Pending {
  readonly message: NewMessage
  readonly state: 'sending' | 'accepted' | 'failed'
  /** Ids the post may carry. */
  readonly ids: readonly string[]
  readonly known: ReadonlySet<string>
}

export interface Outgoing {
  readonly text: string
  readonly files?: readonly FileRef[]
  readonly choice?: string
  readonly reply?: true
}

const LINGER_MS = 4000

/** The words a post shows: its text, or those of the reply card that stands for it. */
function wordsOf(post: Post): readonly string[] {
  const { text, cards } = post.body
  if (typeof text === 'string') return [text.trim()]
  if (post.kind !== 'card' || typeof cards !== 'object' || cards === null) return []
  return Object.values(cards).flatMap((card: unknown) => {
    const said: unknown = typeof card === 'object' && card !== null ? Reflect.get(card, 'text') : null
    return typeof said === 'string' && said.trim() !== '' ? [said.trim()] : []
  })
}

/**
 * Has the desk shown this message? By id; else in a post that is new since, with the same words by the same
 * person, or as a reply card, whose words lack the leading “reply”.
 */
export function isShown(pending: Pending, posts: readonly Post[]): boolean {
  const { message } = pending
  const said = message.text.trim()
  return posts.some((post) => {
    if (pending.ids.includes(post.id)) return true
    if (pending.known.has(post.id)) return false
    if (post.kind === 'card') return wordsOf(post).some((words) => said.endsWith(words))
    return post.author === message.as && wordsOf(post).includes(said)
  })
}

export interface Outbox {
  readonly pending: readonly Pending[]
  /** Settles when the desk has accepted the message or refused it. */
  send(what: Outgoing): Promise<boolean>
  retry(id: string): void
  discard(id: string): void
}

export function useOutbox(feed: Feed, room: string, as: string, thread?: string): Outbox {
  const [pending, setPending] = useState<readonly Pending[]>([])
  const toast = useToast()
  const posts = useRef(feed.posts)
  posts.current = feed.posts
  const { pull } = feed

  const change = useCallback((id: string, how: (entry: Pending) => Pending | null) => {
    setPending((all) => all.flatMap((entry) => (entry.message.id === id ? (how(entry) ?? []) : entry)))
  }, [])

  const deliver = useCallback(
    async (message: NewMessage): Promise<boolean> => {
      try {
        const answer = await sendMessage(room, message)
        const ids = [answer.message, answer.event].flatMap((id) => id ?? [])
        change(message.id, (entry) => ({ ...entry, state: 'accepted', ids: [...entry.ids, ...ids] }))
        setTimeout(() => change(message.id, () => null), LINGER_MS)
        void pull()
        return true
      } catch (error) {
        toast.problem(error)
        change(message.id, (entry) => ({ ...entry, state: 'failed' }))
        return false
      }
    },
    [room, pull, change, toast],
  )

  const send = useCallback(
    (what: Outgoing): Promise<boolean> => {
      const message: NewMessage = { id: newId(), as, ...what, ...(thread === undefined ? {} : { thread }) }
      const known = new Set(posts.current.map((post) => post.id))
      setPending((all) => [...all, { message, state: 'sending', ids: [message.id, message.id.replaceAll('-', '')], known }])
      return deliver(message)
    },
    [as, thread, deliver],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: another place or person starts with nothing pending
  useEffect(() => setPending([]), [room, as, thread])
  useEffect(() => {
    setPending((all) => {
      const left = all.filter((entry) => !isShown(entry, feed.posts))
      return left.length === all.length ? all : left
    })
  }, [feed.posts])

  const retry = (id: string): void => {
    const entry = pending.find(({ message }) => message.id === id)
    if (!entry) return
    change(id, (old) => ({ ...old, state: 'sending' }))
    void deliver(entry.message)
  }
  // Filtered here too, so that a message and its post never stand side by side, not even for a frame.
  const unseen = pending.filter((entry) => !isShown(entry, feed.posts))
  return { pending: unseen, send, retry, discard: (id) => change(id, () => null) }
}

/**
 * What this window has said and the desk has not shown yet.
 *
 * A message keeps its id through every try, so sending again never says it twice. Its post carries that id, and
 * the desk answers the post's own: an entry goes when the post is there, whichever of the two comes first.
 */
import { useCallback, useEffect, useState } from 'react'
import { newId, sendMessage } from '../api.ts'
import type { FileRef, Lang, NewMessage } from '../api-types.ts'
import { useToast } from '../toast.tsx'
import type { Feed } from './feed.ts'
import { isShown, type Pending } from './pending.ts'

export interface Outgoing {
  readonly text: string
  readonly files?: readonly FileRef[]
  readonly choice?: string
  readonly reply?: true
  readonly name?: string
  readonly lang?: Lang
}

/** Should the post not be shown here at all, its bubble does not stay for ever. */
const LINGER_MS = 15_000

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
  const { pull } = feed

  const change = useCallback((id: string, how: (entry: Pending) => Pending | null) => {
    setPending((all) => all.flatMap((entry) => (entry.message.id === id ? (how(entry) ?? []) : entry)))
  }, [])

  const deliver = useCallback(
    async (message: NewMessage): Promise<boolean> => {
      try {
        const answer = await sendMessage(room, message)
        change(message.id, (entry) => ({ ...entry, state: 'accepted', post: answer.post }))
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
      setPending((all) => [...all, { message, state: 'sending', post: null }])
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

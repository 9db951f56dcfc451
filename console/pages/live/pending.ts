/** A message this window has said, until the desk shows it. */
import type { NewMessage, Post } from '../api-types.ts'

export interface Pending {
  readonly message: NewMessage
  readonly state: 'sending' | 'accepted' | 'failed'
  /** Id of the message's post, once the desk has said it. */
  readonly post: string | null
}

/** Has the desk shown this message? */
export function isShown(pending: Pending, posts: readonly Post[]): boolean {
  const { message } = pending
  return posts.some((post) => post.id === pending.post || (post.author === message.as && post.body['client'] === message.id))
}

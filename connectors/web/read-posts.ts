import type { Board, Post, WhichThread } from '../../kit/ports/board.ts'
import type { createButtons } from './card-buttons.ts'

export interface PostsWanted {
  readonly room: string
  readonly as: string
  readonly thread: WhichThread
  /** Posts after this rev, oldest first; undefined: the newest. */
  readonly after: number | undefined
  readonly limit: number
}

/**
 * The posts a person may see, and the rev to ask after next: with it nothing is lost, at worst something comes
 * twice. It is smaller than `after` only when the room was emptied.
 */
export async function readPosts(
  board: Board,
  withButtons: ReturnType<typeof createButtons>,
  { room, as, thread, after, limit }: PostsWanted,
): Promise<{ posts: readonly Post[]; rev: number }> {
  // Asked first: what is posted in between is then after it.
  const current = (await board.revs([room])).get(room) ?? 0
  const visible = (post: Post) => post.to === null || post.to === as
  if (after === undefined) return { posts: await withButtons((await board.latest(room, limit, thread)).filter(visible)), rev: current }
  if (current <= after) return { posts: [], rev: current }
  const posts: Post[] = []
  for (let rev = after; ; ) {
    const asked = limit - posts.length
    const page = await board.since(room, rev, asked, thread)
    rev = page.at(-1)?.rev ?? rev
    posts.push(...page.filter(visible))
    // Others' whispers leave a page short although more follows.
    if (page.length < asked) return { posts: await withButtons(posts), rev: Math.max(current, rev) }
    if (posts.length === limit) return { posts: await withButtons(posts), rev }
  }
}

import type { Board, Post, WhichThread } from '../../kit/ports/board.ts'

/** A board that forgets with the process. */
export function createMemoryBoard(now: () => number = Date.now): Board {
  const posts = new Map<string, Post>()
  const revs = new Map<string, number>()
  const next = (room: string) => {
    const rev = (revs.get(room) ?? 0) + 1
    revs.set(room, rev)
    return rev
  }
  const of = (room: string, thread: WhichThread | undefined) =>
    [...posts.values()]
      .filter((post) => post.room === room && (thread === undefined || post.thread === thread))
      .sort((a, b) => a.rev - b.rev)
  return {
    post: async (news) => {
      for (const post of news) if (!posts.has(post.id)) posts.set(post.id, { ...structuredClone(post), at: now(), rev: next(post.room) })
    },
    redraw: async (id, room, body) => {
      const post = posts.get(id)
      if (post?.room === room) posts.set(id, { ...post, body: structuredClone(body), rev: next(room) })
    },
    since: async (room, rev, limit, thread) =>
      of(room, thread)
        .filter((post) => post.rev > rev)
        .slice(0, limit),
    revs: async (rooms) => new Map(rooms.flatMap((room) => (revs.has(room) ? [[room, revs.get(room) ?? 0] as const] : []))),
    latest: async (room, limit, thread) => of(room, thread).slice(-limit),
  }
}

/** Looks at open rooms for posts of other processes, because what those tell may be lost on its way. */
import type { Board, Post } from '../../kit/ports/board.ts'

export interface WatchRoomsOptions {
  readonly board: Pick<Board, 'revs' | 'since'>
  readonly everyMs: () => number
  /** Rooms that somebody reads now. */
  readonly rooms: () => readonly string[]
}

export interface RoomWatch {
  /** Begins to look; `hear` gets what is new in a room since the look before. Returns the way to stop. */
  listen(hear: (posts: readonly Post[]) => void): () => void
  /** Looks now, so that rooms just opened have a beginning. */
  look(): void
}

/** Posts of one look; with more, the rest is seen at the next. */
const MOST = 200

export function watchRooms({ board, everyMs, rooms }: WatchRoomsOptions): RoomWatch {
  const seen = new Map<string, number>()
  let hear: ((posts: readonly Post[]) => void) | null = null
  let looking: Promise<void> | null = null

  const lookOnce = async () => {
    const wanted = [...new Set(rooms())]
    for (const room of seen.keys()) if (!wanted.includes(room)) seen.delete(room)
    if (wanted.length === 0) return
    const revs = await board.revs(wanted)
    for (const room of wanted) {
      const [rev, last] = [revs.get(room) ?? 0, seen.get(room)]
      seen.set(room, rev)
      if (last === undefined || rev <= last) continue
      const posts = await board.since(room, last, MOST)
      if (posts.length === MOST) seen.set(room, posts.at(-1)?.rev ?? rev)
      if (posts.length > 0) hear?.(posts)
    }
  }
  const look = () => {
    // A database that does not answer is seen elsewhere; here it only means that nothing is new.
    looking ??= lookOnce()
      .catch(() => undefined)
      .finally(() => {
        looking = null
      })
    return looking
  }
  return {
    look: () => void look(),
    listen: (given) => {
      hear = given
      let timer: NodeJS.Timeout | null = null
      const next = () => {
        timer = setTimeout(() => void look().then(() => hear && next()), everyMs())
        timer.unref()
      }
      next()
      return () => {
        hear = null
        if (timer) clearTimeout(timer)
      }
    },
  }
}

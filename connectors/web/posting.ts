import type { Board, NewPost } from '../../kit/ports/board.ts'

export interface Posting {
  /** Resolves when the post is committed, rejects when it is not. */
  post(post: NewPost): Promise<void>
  /** Resolves when nothing waits to be written. */
  drained(): Promise<void>
}

interface Waiting {
  readonly post: NewPost
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

const MOST = 256

/**
 * Writes posts together: those of one turn of the event loop, and those that come while a write is under way,
 * are one call of the board, because a transaction costs far more than a row. Writes follow one another, so
 * posts of a room stand in the order they were made. `committed` hears what each write added.
 */
export function createPosting(board: Pick<Board, 'post'>, committed: (posts: readonly NewPost[]) => void): Posting {
  const waiting: Waiting[] = []
  let running: Promise<void> | null = null

  const write = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      await board.post(batch.map(({ post }) => post))
    } catch (error) {
      // One post that cannot be written must not take the others with it.
      if (batch.length > 1) for (const each of batch) await write([each])
      else for (const { reject } of batch) reject(error)
      return
    }
    committed(batch.map(({ post }) => post))
    for (const { resolve } of batch) resolve()
  }
  const run = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) await write(waiting.splice(0, MOST))
    running = null
  }
  return {
    post: (post) =>
      new Promise((resolve, reject) => {
        waiting.push({ post, resolve, reject })
        running ??= run()
      }),
    drained: async () => {
      while (running !== null) await running
    },
  }
}

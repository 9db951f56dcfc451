/**
 * The posts of our own rooms: what a browser shows of a web room. It plays the part a platform's own
 * storage plays for Slack or DingTalk, so that the web channel is a channel like any other.
 */
export interface Post {
  readonly id: string
  readonly room: string
  /** Id of the post whose thread this stands in; null in the room itself. */
  readonly thread: string | null
  readonly kind: 'text' | 'ping' | 'menu' | 'media' | 'card' | 'whisper'
  /** Who said it: an external id of the room's people, or null for the desk. */
  readonly author: string | null
  /** Only this external id may see it; null: everyone in the room. */
  readonly to: string | null
  readonly body: Readonly<Record<string, unknown>>
  /** Milliseconds since 1970. */
  readonly at: number
  /** Rises in the room with every new post and every redraw; a browser asks for what is after it. */
  readonly rev: number
}

/** A post before the board has it. */
export type NewPost = Omit<Post, 'rev' | 'at'>

/** Which posts of a room: left out, all of them; null, those of the room itself; an id, those of that thread. */
export type WhichThread = string | null

/** Every implementation passes `boardContract`. */
export interface Board {
  /** Writes posts, all or none; an id that is there already is left alone and takes no rev (sends may repeat). */
  post(posts: readonly NewPost[]): Promise<void>
  /** Replaces the body of a post. Unknown ids are ignored. */
  redraw(id: string, room: string, body: Post['body']): Promise<void>
  /** Posts of a room after `rev`, oldest first, at most `limit`. */
  since(room: string, rev: number, limit: number, thread?: WhichThread): Promise<readonly Post[]>
  /** The newest rev of each of these rooms; a room without posts is left out. */
  revs(rooms: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** The newest `limit` posts of a room, oldest first, by rev: what was redrawn last counts as new. */
  latest(room: string, limit: number, thread?: WhichThread): Promise<readonly Post[]>
}

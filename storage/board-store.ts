/**
 * The posts of our own rooms, in the database. `rev` is counted per room under a lock on the room's row, so
 * revs are committed in their order: whoever has seen rev n has seen everything before it.
 */
import { sql } from 'kysely'
import type { Board, NewPost, Post, WhichThread } from '../kit/ports/board.ts'
import type { Db } from './database.ts'

interface PostRow {
  readonly id: string
  readonly room: string
  readonly thread: string | null
  readonly kind: string
  readonly author: string | null
  readonly reader: string | null
  readonly body: string
  readonly rev: number
  readonly at: number
}

/** Each method is one statement, hence a transaction of its own. Never call it inside another. */
export function createBoard(db: Db): Board {
  return {
    post: async (posts) => {
      if (posts.length > 0) await write(db, onePerId(posts))
    },
    redraw: async (id, room, body) => {
      await sql`
        with counted as (
          update board_room set rev = rev + 1
          where room = ${room} and exists (select 1 from board_post where id = ${id} and room = ${room})
          returning rev
        )
        update board_post set body = ${JSON.stringify(body)}, rev = counted.rev from counted where board_post.id = ${id}`.execute(db.kysely)
    },
    since: async (room, rev, limit, thread) => {
      const { rows } = await sql<PostRow>`
        select * from board_post where room = ${room} and rev > ${rev} and ${inThread(thread)} order by rev limit ${limit}`.execute(
        db.kysely,
      )
      return rows.map(postOf)
    },
    revs: async (rooms) => {
      const { rows } = await sql<{
        room: string
        rev: number
      }>`select room, rev from board_room where room = any(${[...rooms]}::text[])`.execute(db.kysely)
      return new Map(rows.map(({ room, rev }) => [room, rev]))
    },
    latest: async (room, limit, thread) => {
      const { rows } = await sql<PostRow>`
        select * from board_post where room = ${room} and ${inThread(thread)} order by rev desc limit ${limit}`.execute(db.kysely)
      return rows.map(postOf).reverse()
    },
  }
}

function inThread(thread: WhichThread | undefined) {
  if (thread === undefined) return sql`true`
  return thread === null ? sql`thread is null` : sql`thread = ${thread}`
}

function onePerId(posts: readonly NewPost[]): readonly NewPost[] {
  return [...new Map(posts.map((post) => [post.id, post] as const).reverse()).values()].reverse()
}

/**
 * One statement, which saves the embedded database three more per call. Rooms are locked in name order. The server
 * takes the list for one row and joins row by row: each join more would cost a batch its square once more. When
 * two processes write the same new id at once, the later counts a rev that no post has: readers ask for what
 * is after a rev, so a gap is nothing to them.
 */
async function write(db: Db, posts: readonly NewPost[]): Promise<void> {
  // Posts of one moment stand a millisecond apart, because readers order by time.
  await sql`
    with fresh as (
      select w.*, row_number() over (partition by w.room order by w.n) as nth, count(*) over (partition by w.room) as posts
      from unnest(
        ${posts.map((p) => p.id)}::text[], ${posts.map((p) => p.room)}::text[], ${posts.map((p) => p.thread)}::text[], ${posts.map((p) => p.kind)}::text[],
        ${posts.map((p) => p.author)}::text[], ${posts.map((p) => p.to)}::text[], ${posts.map((p) => JSON.stringify(p.body))}::text[]
      ) with ordinality as w(id, room, thread, kind, author, reader, body, n)
      where not exists (select 1 from board_post p where p.id = w.id)
    ), counted as (
      insert into board_room (room, rev) select room, posts from fresh where nth = 1 order by room collate "C"
      on conflict (room) do update set rev = board_room.rev + excluded.rev
      returning room, rev
    )
    insert into board_post (id, room, thread, kind, author, reader, body, rev, at)
    select f.id, f.room, f.thread, f.kind, f.author, f.reader, f.body, r.rev - f.posts + f.nth, clock_timestamp() + (f.nth - 1) * interval '1 millisecond'
    from fresh f join counted r on r.room = f.room
    order by f.n
    on conflict (id) do nothing`.execute(db.kysely)
}

function postOf({ reader, body, ...row }: PostRow): Post {
  return {
    id: row.id,
    room: row.room,
    thread: row.thread,
    kind: row.kind as Post['kind'],
    author: row.author,
    to: reader,
    body: JSON.parse(body),
    at: row.at,
    rev: row.rev,
  }
}

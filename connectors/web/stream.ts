/**
 * Event streams: they tell browsers that something changed in a room, never what. A lost event costs one
 * more question, so a reader who does not keep up is simply let go and comes back.
 */
import { DeskError } from '../../bot/errors.ts'
import type { Bell } from '../../kit/ports/bell.ts'
import type { Board, NewPost } from '../../kit/ports/board.ts'
import { watchRooms } from './watch-rooms.ts'

export interface Streams {
  /** An event stream of these rooms for this reader. Rejects with UNAVAILABLE when there are too many. */
  open(rooms: readonly string[], as: string): ReadableStream<Uint8Array>
  count(): number
  /** Ends every stream. */
  close(): void
}

interface Reader {
  readonly rooms: ReadonlySet<string>
  readonly as: string
  readonly out: ReadableStreamDefaultController<Uint8Array>
}

/** What is told of a room: `thread` when it is about a thread, `to` when only this reader may know. */
interface Change {
  readonly room: string
  readonly thread?: string
  readonly to?: string
}

/** Where others may write to the rooms without our hearing of it: how often the board is asked. */
export interface Watch {
  readonly board: Pick<Board, 'revs' | 'since'>
  readonly everyMs: () => number
}

const ROOM_TOPIC = 'web-room'
const TYPING_TOPIC = 'web-typing'
/** All rooms were emptied at once. */
const RESET_TOPIC = 'web-reset'
const MOST_STREAMS = 200
/** Events a reader may be behind. */
const BACKLOG = 256
const HEARTBEAT_MS = 15_000
const RETRY_MS = 2000

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const HEARTBEAT = bytes(': still here\n\n')

/** Tells all processes which rooms these posts changed, each once. */
export function tellRooms(bell: Bell, posts: readonly NewPost[]): void {
  for (const id of changesOf(posts)) bell.tell(ROOM_TOPIC, id)
}

function changesOf(posts: readonly Pick<NewPost, 'room' | 'thread' | 'to'>[]): ReadonlySet<string> {
  const changes = posts.map(({ room, thread, to }): Change => ({ room, ...(to === null ? (thread === null ? {} : { thread }) : { to }) }))
  return new Set(changes.map((change) => JSON.stringify(change)))
}

export function tellTyping(bell: Bell, room: string, who: string): void {
  bell.tell(TYPING_TOPIC, JSON.stringify({ room, who }))
}

export function createStreams(bell: Bell, watch: Watch | null = null): Streams {
  const readers = new Set<Reader>()
  let heartbeat: NodeJS.Timeout | null = null
  let closed = false
  const forget = (reader: Reader) => {
    readers.delete(reader)
    if (readers.size > 0 || heartbeat === null) return
    clearInterval(heartbeat)
    heartbeat = null
  }
  const write = (reader: Reader, chunk: Uint8Array) => {
    if ((reader.out.desiredSize ?? 0) > 0) return reader.out.enqueue(chunk)
    // An error, not an end: an end would wait behind everything that is not being read.
    forget(reader)
    reader.out.error(new DeskError('UNAVAILABLE', { why: 'the reader of a stream does not keep up' }))
  }
  const say = (room: string, event: string, data: object, to?: string) => {
    const chunk = bytes(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    for (const reader of [...readers]) if (reader.rooms.has(room) && (to === undefined || reader.as === to)) write(reader, chunk)
  }
  const sayChange = (id: string) => {
    const { room, thread, to } = JSON.parse(id) as Change
    if (to !== undefined) say(room, 'whisper', { room }, to)
    else if (thread !== undefined) say(room, 'thread', { room, thread })
    else say(room, 'room', { room })
  }
  const watching = watch && watchRooms({ ...watch, rooms: () => [...readers].flatMap((reader) => [...reader.rooms]) })
  const silence = [
    bell.listen(ROOM_TOPIC, sayChange),
    ...(watching ? [watching.listen((posts) => changesOf(posts).forEach(sayChange))] : []),
    bell.listen(TYPING_TOPIC, (id) => {
      const { room, who } = JSON.parse(id) as { room: string; who: string }
      say(room, 'typing', { room, who })
    }),
    bell.listen(RESET_TOPIC, () => {
      for (const reader of [...readers]) write(reader, bytes('event: reset\ndata: {}\n\n'))
    }),
  ]

  return {
    open(rooms, as) {
      if (closed) throw new DeskError('UNAVAILABLE', { why: 'the channel is closed' })
      if (readers.size >= MOST_STREAMS) throw new DeskError('UNAVAILABLE', { why: 'too many streams', max: MOST_STREAMS })
      let reader: Reader
      return new ReadableStream<Uint8Array>(
        {
          start(out) {
            reader = { rooms: new Set(rooms), as, out }
            readers.add(reader)
            // Something to send at once, so that the browser knows the stream is open.
            out.enqueue(bytes(`retry: ${RETRY_MS}\n\n`))
            watching?.look()
            heartbeat ??= setInterval(() => {
              for (const each of [...readers]) write(each, HEARTBEAT)
            }, HEARTBEAT_MS).unref()
          },
          cancel: () => forget(reader),
        },
        { highWaterMark: BACKLOG },
      )
    },
    count: () => readers.size,
    close() {
      closed = true
      for (const stop of silence) stop()
      for (const reader of [...readers]) {
        forget(reader)
        reader.out.close()
      }
    },
  }
}

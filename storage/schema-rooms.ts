/** What stands in rooms of our own, on people's own pages, and with channels in other processes. */
import type { Generated } from 'kysely'
import type { OrNull, Time, TimeNow, TimeOrNull } from './schema-columns.ts'

export interface RoomTables {
  lent: {
    id: string
    channel: string
    lane: OrNull<string>
    fence: OrNull<number>
    wanted: OrNull<number>
    tries: number
    outcome: OrNull<string>
    lent_at: TimeNow
  }
  home: {
    channel: string
    account: string
    external: string
    agent_id: string
    opened_at: TimeNow
    due_at: TimeOrNull
    drawn_at: TimeOrNull
    shown: OrNull<Buffer>
    owner: OrNull<string>
    until: TimeOrNull
    tries: Generated<number>
  }
  pace: { key: string; next_send_at: Time }
  board_room: { room: string; rev: Generated<number> }
  board_post: {
    id: string
    room: string
    thread: OrNull<string>
    kind: string
    author: OrNull<string>
    reader: OrNull<string>
    body: string
    rev: number
    at: TimeNow
  }
}

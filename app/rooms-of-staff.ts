/** Which web rooms an agent who signed in as themselves may use: those the table of roles gives them, and as nobody else. */
import type { Agent } from '../bot/domain/conversation.ts'
import type { DeskConfig } from '../bot/domain/desk-config.ts'
import { maySee } from '../bot/domain/roles.ts'
import type { Place } from '../connectors/web/rooms-access.ts'
import type { Db } from '../storage/database.ts'
import { createSettingsReader } from '../storage/reader/settings-reader.ts'

export interface StaffReads {
  /** By id; null for who works here no longer. */
  agent(id: string): Promise<Agent | null>
  /** Id of the agent who is called so in web rooms. */
  called(external: string): Promise<string | null>
}

/** `place` null: in any room at all, which is what files need. */
export type RoomsOfStaff = (agent: string, place: Place | null) => Promise<boolean>

export function roomsOfStaff({ agent: agentOf, called }: StaffReads, config: () => DeskConfig): RoomsOfStaff {
  return async (id, place) => {
    const agent = await agentOf(id)
    if (agent?.id !== id) return false
    if (place === null) return true
    if ((await called(place.as)) !== id) return false
    const { teams, managerRooms } = config()
    const isHere = ({ channel, room }: { readonly channel: string; readonly room: string }) => channel === 'web' && room === place.room
    if (managerRooms.some(isHere)) return maySee(agent, 'manager-room')
    const team = teams.find(({ rooms }) => rooms.some(isHere))
    // A customer's room is nobody's to enter; that somebody is typing an answer may be seen there.
    return team ? maySee(agent, 'room', team.key) : place.typing === true
  }
}

export function createRoomsOfStaff(db: Db, config: () => DeskConfig): RoomsOfStaff {
  const called = async (external: string) => {
    const row = await db.kysely
      .selectFrom('agent_identity')
      .select('agent_id')
      .where('channel', '=', 'web')
      .where('external', '=', external)
      .executeTakeFirst()
    return row?.agent_id ?? null
  }
  return roomsOfStaff({ agent: createSettingsReader(db).agent, called }, config)
}

/** The configuration file, and the rooms it names. */
import { readFile } from 'node:fs/promises'
import type { RoomRef } from '../../bot/domain/desk-config.ts'
import type { Finding } from '../../bot/ports/check.ts'
import { describeErrors } from '../../config/config-error.ts'
import { parseDeskConfig } from '../../config/parse-desk-config.ts'
import type { Settings } from '../../kit/settings.ts'

const LONGEST = 400

export async function checkConfig({ deskConfig: file }: Settings): Promise<{ finding: Finding; rooms: readonly RoomRef[] }> {
  const wrong = (problems: string) => ({ finding: { area: 'config', code: 'config-wrong', facts: { problems } } as const, rooms: [] })
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => error)
  if (typeof text !== 'string') return wrong(`${file}: ${text.code ?? text.message}.`)
  const parsed = parseDeskConfig(text, file)
  if ('errors' in parsed) return wrong(describeErrors(parsed.errors.slice(0, 1)).slice(0, LONGEST))
  const { teams, managerRooms } = parsed.config
  return {
    finding: { area: 'config', code: 'config-ok', facts: { file } },
    rooms: [...teams.flatMap((team) => team.rooms), ...managerRooms],
  }
}

/** The checks of all platforms, by channel: one line each, with a dynamic import. One without keys is off. */
import type { RoomRef } from '../../bot/domain/desk-config.ts'
import type { ChannelCheck, Finding } from '../../bot/ports/check.ts'
import type { Settings } from '../../kit/settings.ts'

type MakeCheck = (settings: Settings) => Promise<ChannelCheck | Finding>

const CHECKS: Readonly<Record<string, MakeCheck>> = {
  slack: async ({ slackBotToken: token, slackSigningSecret: signingSecret, slackAppToken: appToken, slackApiUrl: apiUrl }) => {
    if (token === null) return { area: 'slack', code: 'slack-off', facts: {} }
    const { createSlackCheck } = await import('../../connectors/slack/check.ts')
    return createSlackCheck({ token, signingSecret, appToken, apiUrl })
  },
}

export async function checkChannels(
  settings: Settings,
  { rooms, running }: { readonly rooms: readonly RoomRef[]; readonly running: boolean },
): Promise<readonly Finding[]> {
  const found = await Promise.all(
    Object.entries(CHECKS).map(async ([channel, make]) => {
      const check = await make(settings)
      if (typeof check !== 'function') return [check]
      return check({ rooms: rooms.filter((room) => room.channel === channel), publicUrl: settings.publicUrl, running })
    }),
  )
  return found.flat()
}

/** A team whose room is a Slack channel, played by the double, whose answers get lost. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ApiClient } from '../../api-client.ts'
import type { DeskProcess } from '../../desk-process.ts'
import { openSlackDouble, type SlackDouble } from '../../doubles/slack/slack-double.ts'
import type { Home } from '../backend.ts'

export interface SlackTeam {
  readonly slack: SlackDouble
  /** For the desk's processes. */
  readonly env: Readonly<Record<string, string>>
  /** Answers lost so far after the message was posted, before it was, and answers that came too late. */
  readonly faults: { cut: number; dropped: number; slow: number }
  /** Has a running desk work in the channel. */
  join(desk: DeskProcess): Promise<void>
  /** Ids of our deliveries that stand in the channel, each as often as it is there. */
  posted(): Promise<readonly string[]>
  close(): Promise<void>
}

export const SLACK_TEAM = 'after-sales'
export const TEAM_CHANNEL = 'after-sales'
/** Where nobody is staff: whoever speaks there is a customer. */
export const CUSTOMERS_CHANNEL = 'customers'
/** Later than the desk waits. */
const SLOW_MS = 12_000

export async function openSlackTeam(home: Home): Promise<SlackTeam> {
  const slack = await openSlackDouble({ people: ['alice'], channels: [TEAM_CHANNEL, CUSTOMERS_CHANNEL] })
  const { workspace } = slack
  const faults = { cut: 0, dropped: 0, slow: 0 }
  let calls = 0
  // Of ten posts two are done without an answer, one is not done at all; a few are answered too late.
  slack.front.faults.always = (method) => {
    if (method !== 'chat.postMessage') return null
    const turn = ++calls % 60
    if (turn === 29) {
      faults.slow++
      return { slow: SLOW_MS }
    }
    if (turn % 10 === 3 || turn % 10 === 7) {
      faults.cut++
      return { cut: true }
    }
    if (turn % 10 !== 5) return null
    faults.dropped++
    return { drop: true }
  }
  const file = join(home.dir, 'desk-in-slack.yaml')
  const shipped = await readFile(home.env['DESK_CONFIG'] ?? '', 'utf8')
  const room = `- { channel: slack, account: ${workspace.team}, room: ${workspace.channel(TEAM_CHANNEL)} }`
  await writeFile(file, shipped.replace(`- { channel: web, account: desk, room: ${SLACK_TEAM} }`, room))
  return {
    slack,
    faults,
    env: {
      DESK_CONFIG: file,
      SLACK_BOT_TOKEN: workspace.bot.token,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.url,
      SLACK_PACE_MS: '0',
    },
    join: async (desk) => void (await new ApiClient(desk).post('/v1/settings/reload', {})),
    posted: async () => {
      const ids: string[] = []
      for (let cursor = ''; ; ) {
        const page = (await workspace.api(
          'conversations.history',
          { channel: workspace.channel(TEAM_CHANNEL), include_all_metadata: true, limit: 200, ...(cursor ? { cursor } : {}) },
          workspace.bot.token,
        )) as unknown as History
        for (const { metadata } of page.messages) ids.push(...(metadata?.event_payload?.delivery ? [metadata.event_payload.delivery] : []))
        cursor = page.response_metadata?.next_cursor ?? ''
        if (cursor === '') return ids
      }
    },
    close: () => slack.close(),
  }
}

interface History {
  readonly messages: readonly { readonly metadata?: { readonly event_payload?: { readonly delivery?: string } } }[]
  readonly response_metadata?: { readonly next_cursor?: string }
}

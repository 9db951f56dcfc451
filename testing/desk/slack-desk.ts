/** A desk whose after-sales team works in Slack, played by the double. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FreshDesk, type FreshDeskOptions, freshDesk } from '../desk-template.ts'
import { openSlackDouble, type SlackDouble, type SlackDoubleOptions } from '../doubles/slack/slack-double.ts'

export interface SlackDesk {
  readonly desk: FreshDesk
  readonly slack: SlackDouble
  stop(): Promise<void>
}

/** Lin and Shen are of the team; Alice is nobody's agent. #after-sales is the team's room, #customers a customer's. */
export async function slackDesk(
  options: Omit<FreshDeskOptions, 'env'> & { readonly socket?: boolean } = {},
  double: SlackDoubleOptions = {},
): Promise<SlackDesk> {
  const slack = await openSlackDouble({
    people: ['lin', 'shen', 'alice'],
    channels: ['after-sales', 'customers'],
    retryMs: [0, 30, 100],
    ...double,
  })
  const { workspace } = slack
  const heard: Record<string, string> = options.socket ? { SLACK_APP_TOKEN: slack.appToken } : { SLACK_SIGNING_SECRET: slack.signingSecret }
  // The double takes messages as fast as they come: what is paced has tests of its own.
  const env = { SLACK_PACE_MS: '50', SLACK_BOT_TOKEN: workspace.bot.token, SLACK_API_URL: slack.url, ...heard }
  const desk = await freshDesk({ ...options, env })
  slack.target = (request) => desk.desk.router.fetch(request)
  const file = join(desk.dir, 'desk.yaml')
  const place = `{ channel: slack, account: ${workspace.team}`
  const yaml = (await readFile(file, 'utf8'))
    .replace('- { channel: web, account: desk, room: after-sales }', `- ${place}, room: ${workspace.channel('after-sales')} }`)
    .replace('- { channel: web, account: desk, room: managers }', (web) =>
      double.channels?.includes('managers') ? `- ${place}, room: ${workspace.channel('managers')} }` : web,
    )
    .replaceAll(
      /\[\{ channel: web, account: desk, id: (lin|shen) \}\]/g,
      (_, who: string) => `[${place}, id: ${workspace.person(who).id} }]`,
    )
  await writeFile(file, yaml)
  const { status } = await desk.call('POST', '/v1/settings/reload', {})
  if (status >= 300) throw new Error(`the configuration was not taken: ${status}`)
  return {
    desk,
    slack,
    stop: async () => {
      await desk.stop()
      await slack.close()
    },
  }
}

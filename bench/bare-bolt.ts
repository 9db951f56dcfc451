/**
 * The peer of the Slack benchmark, a process of its own: Bolt with its own receiver. Its listener says each message
 * again where SLACK_API_URL is set (an echo, the least a bot does), and has nothing to do where not.
 */
import { App, HTTPReceiver, LogLevel } from '@slack/bolt'

const { SLACK_SIGNING_SECRET: signingSecret = '', SLACK_API_URL: slackApiUrl } = process.env
const receiver = new HTTPReceiver({ signingSecret, port: 0, logLevel: LogLevel.ERROR })
const app = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0', botUserId: 'U0' }),
  convoStore: false,
  logLevel: LogLevel.ERROR,
  ...(slackApiUrl ? { clientOptions: { slackApiUrl } } : {}),
})
app.event('message', async ({ event, say }) => {
  if (slackApiUrl && 'text' in event) await say(event.text ?? '')
})
const server = await app.start({ port: 0, host: '127.0.0.1' })
const address = (server as { address(): { port: number } }).address()
console.log(`READY http://127.0.0.1:${address.port}`)
process.on('SIGTERM', () => process.exit(0))

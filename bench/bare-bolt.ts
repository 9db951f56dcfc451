/** The peer of the Slack benchmark, a process of its own: Bolt with its own receiver and a listener that has nothing to do. */
import { App, HTTPReceiver, LogLevel } from '@slack/bolt'

const signingSecret = process.env['SLACK_SIGNING_SECRET'] ?? ''
const receiver = new HTTPReceiver({ signingSecret, port: 0, logLevel: LogLevel.ERROR })
const app = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0', botUserId: 'U0' }),
  convoStore: false,
  logLevel: LogLevel.ERROR,
})
app.event('message', async () => undefined)
const server = await app.start({ port: 0, host: '127.0.0.1' })
const address = (server as { address(): { port: number } }).address()
console.log(`READY http://127.0.0.1:${address.port}`)
process.on('SIGTERM', () => process.exit(0))

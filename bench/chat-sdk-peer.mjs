/** A peer of the Slack benchmark, a process of its own: Vercel's Chat SDK with its state in memory, echoing what is said in a thread. */
import { createServer } from 'node:http'
import { createSlackAdapter } from '@chat-adapter/slack'
import { createMemoryState } from '@chat-adapter/state-memory'
import { Chat } from 'chat'

const slack = createSlackAdapter({
  botToken: 'xoxb-bench',
  botUserId: 'U0',
  signingSecret: process.env.SLACK_SIGNING_SECRET,
  apiUrl: `${process.env.SLACK_API_URL}/api/`,
})
const chat = new Chat({ userName: 'bench', adapters: { slack }, state: createMemoryState(), logger: 'silent', concurrency: 'concurrent' })
chat.onNewMessage(/./s, async (thread, message) => {
  await thread.post(message.text)
})

const server = createServer(async (request, response) => {
  const parts = []
  for await (const part of request) parts.push(part)
  const asked = new Request(`http://127.0.0.1${request.url}`, { method: 'POST', headers: request.headers, body: Buffer.concat(parts) })
  const answer = await chat.webhooks.slack(asked, { waitUntil: (work) => void work.catch(() => undefined) })
  response.writeHead(answer.status).end(await answer.text())
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => console.log(`READY http://127.0.0.1:${server.address().port}`))
process.on('SIGTERM', () => process.exit(0))

/** The far end of a benchmark: takes `chat.postMessage` and `chat.update` like Slack's Web API, at once, and counts. It is no test double. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface StubSlack {
  readonly url: string
  /** How often each of our deliveries was posted, by the delivery's id in the message's metadata; by text where there is none. */
  readonly posted: ReadonlyMap<string, number>
  close(): Promise<void>
}

export async function stubSlack(): Promise<StubSlack> {
  const posted = new Map<string, number>()
  let at = 1_700_000_000
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const method = request.url?.split('/').at(-1)
      const form = new URLSearchParams(body)
      if (method === 'chat.postMessage') {
        const key = form.get('metadata') ?? form.get('text') ?? body
        posted.set(key, (posted.get(key) ?? 0) + 1)
      }
      const answer = {
        ok: true,
        ts: `${at++}.000100`,
        channel: form.get('channel'),
        team_id: 'T1',
        user_id: 'U0',
        bot_id: 'B0',
        messages: [],
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    close: () => new Promise((resolve) => void server.close(() => resolve()).closeAllConnections()),
  }
}

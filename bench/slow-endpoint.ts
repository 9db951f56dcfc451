/** An OpenAI-compatible endpoint that takes 800 ms for every answer, however many ask: it quotes the customer's words back as one problem. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

const MS = 800
/** About a token each, in the languages people write. */
const LETTERS_PER_TOKEN = 3

const server = createServer(async (request, response) => {
  const started = performance.now()
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const body = JSON.parse(Buffer.concat(parts).toString('utf8')) as { messages: { content: string }[] }
  const prompt = body.messages.map((message) => message.content).join('\n')
  const said = /^\{"message":0,"text":"((?:[^"\\]|\\.)*)"\}$/m.exec(prompt)?.[1] ?? ''
  const content = JSON.stringify({ matters: [matter(JSON.parse(`"${said}"`) as string)] })
  await pause(Math.max(0, MS - (performance.now() - started)))
  const chunk = (rest: object) => `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', ...rest })}\n\n`
  const usage = {
    prompt_tokens: Math.ceil(prompt.length / LETTERS_PER_TOKEN),
    completion_tokens: Math.ceil(content.length / LETTERS_PER_TOKEN),
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(chunk({ choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }] }))
  response.write(chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }))
  response.end(`${chunk({ choices: [], usage })}data: [DONE]\n\n`)
  // How long it took us, however late our own timers ran, so that nobody is blamed for it.
  process.send?.({ order: /\d{6,}/.exec(said)?.[0] ?? '', ms: performance.now() - started })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` }))
process.once('disconnect', () => process.exit(0))

function matter(text: string) {
  const words = { message: 0, quote: text.slice(0, 6) }
  const order = /\d{6,}/.exec(text)?.[0]
  return {
    intent: 'problem',
    intent_confidence: 0.9,
    intent_words: words,
    category: { category: 'after-sales/quality', confidence: 0.9 },
    other_categories: [],
    category_words: words,
    fields: order ? [{ name: 'order_no', value: order, confidence: 0.9, words: { message: 0, quote: order } }] : [],
    mood: 'neutral',
    mood_words: words,
    urgency: null,
    urgency_words: null,
    ticket: null,
    title: text.slice(0, 30),
    summary: text.slice(0, 60),
  }
}

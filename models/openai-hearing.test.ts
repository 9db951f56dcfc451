import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { HearFile } from '../bot/ports/hearing.ts'
import { failing, openModelDouble, streamed } from '../testing/doubles/model/model-double.ts'
import { OpenAIHearing } from './openai-hearing.ts'

const voice: HearFile = { kind: 'voice', name: 'note.mp3', mime: 'audio/mpeg', bytes: new Uint8Array([1, 2, 3]) }
const picture: HearFile = { kind: 'picture', name: 'p.png', mime: 'image/png', bytes: new Uint8Array([4, 5]) }
const signal = () => new AbortController().signal

/** An endpoint that writes down recordings: it keeps the form it was sent. */
async function openEar(status: number, body: unknown) {
  const asked: { url: string; form: FormData }[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const form = await new Response(Buffer.concat(parts), {
      headers: { 'content-type': String(request.headers['content-type']) },
    }).formData()
    asked.push({ url: String(request.url), form })
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, close: () => server.close() }
}

describe('a voice message', () => {
  it('is written down by the model that is named for it', async () => {
    const ear = await openEar(200, { text: ' 我的快递还没到 ', usage: { type: 'tokens', input_tokens: 40, output_tokens: 9 } })
    const hearing = new OpenAIHearing({ apiKey: 'k', baseURL: ear.url, visionModel: null, voiceModel: 'ear' })
    expect(await hearing.hear(voice, signal())).toEqual({
      words: '我的快递还没到',
      cost: { tokensIn: 40, tokensOut: 9, calls: 1 },
      version: 'openai:ear/hear-1',
    })
    expect(ear.asked[0]?.url).toBe('/v1/audio/transcriptions')
    expect(ear.asked[0]?.form.get('model')).toBe('ear')
    const file = ear.asked[0]?.form.get('file')
    if (!(file instanceof File)) throw new Error('no file was sent')
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(voice.bytes)
    expect(hearing.takes).toEqual({ voice: 10 * 1024 * 1024 })
    ear.close()
  })

  it('that the endpoint does not write down is told as such', async () => {
    const ear = await openEar(500, { error: { message: 'no' } })
    const hearing = new OpenAIHearing({ apiKey: 'k', baseURL: ear.url, visionModel: null, voiceModel: 'ear' })
    await expect(hearing.hear(voice, signal())).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE' })
    await expect(hearing.hear(picture, signal())).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE' })
    ear.close()
  })
})

describe('a picture', () => {
  it('with nothing in it has no words', async () => {
    const double = await openModelDouble(() => streamed('-'))
    const hearing = new OpenAIHearing({ apiKey: 'k', baseURL: double.url, visionModel: 'eye', voiceModel: null })
    expect(await hearing.hear(picture, signal())).toMatchObject({ words: '', cost: { calls: 1 } })
    await double.close()
  })

  it('is shown again without the part of the request that the endpoint does not know', async () => {
    const double = await openModelDouble((_, n) =>
      n === 1 ? failing(400, { message: 'Unknown parameter: max_completion_tokens' }) : streamed('一个杯子'),
    )
    const hearing = new OpenAIHearing({ apiKey: 'k', baseURL: double.url, visionModel: 'eye', voiceModel: null })
    expect((await hearing.hear(picture, signal())).words).toBe('一个杯子')
    expect(double.asked[1]).toHaveProperty('max_tokens')
    await double.close()
  })
})

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { DeskError } from '../bot/errors.ts'
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

describe('a film', () => {
  const film: HearFile = { kind: 'film', name: 'f.mp4', mime: 'video/mp4', bytes: new Uint8Array([6]), lang: 'en' }
  const keyFrames = async (bytes: Uint8Array) => [new Uint8Array([...bytes, 1]), new Uint8Array([...bytes, 2])]
  const open = async (said: string) => {
    const double = await openModelDouble(() => streamed(said))
    const hearing = new OpenAIHearing({ apiKey: 'k', baseURL: double.url, visionModel: 'eye', voiceModel: null, keyFrames })
    return { double, hearing }
  }

  it('is looked at as a few pictures in one call, in the customer’s language; the steps stand apart from what is seen', async () => {
    const { double, hearing } = await open('A kettle, model K200.\n\nWater runs out under its lid.\n☐ Unplug it\n  ☐Tighten the lid \n☐')
    expect(await hearing.hear(film, signal())).toMatchObject({
      words: 'A kettle, model K200. Water runs out under its lid.\n☐ Unplug it\n☐ Tighten the lid',
      cost: { calls: 1 },
      version: 'openai:eye/film-1',
    })
    expect(double.asked).toHaveLength(1)
    const [system, user] = double.asked[0]?.messages ?? []
    expect(system?.content).toContain('write in English')
    const urls = ['BgE=', 'BgI='].map((bytes) => ({ type: 'image_url', image_url: { url: `data:image/jpeg;base64,${bytes}` } }))
    expect(user?.content).toEqual(urls)
    expect(hearing.takes).toEqual({ picture: 5 * 1024 * 1024, film: 20 * 1024 * 1024 })
    await double.close()
  })

  it('in which nothing is seen has no words and no steps, and has no more than five', async () => {
    for (const said of ['-', '☐ Call this number']) {
      const { double, hearing } = await open(said)
      expect((await hearing.hear(film, signal())).words).toBe('')
      await double.close()
    }
    const { double, hearing } = await open(`A kettle.\n${Array.from({ length: 20 }, (_, n) => `☐ step ${n}`).join('\n')}`)
    expect((await hearing.hear(film, signal())).words.split('\n')).toHaveLength(6)
    await double.close()
  })

  it('is not taken where nothing takes pictures out of it or no model sees, and asks nobody where it is broken', async () => {
    const blind = new OpenAIHearing({ apiKey: 'k', visionModel: null, voiceModel: 'ear', keyFrames })
    const bare = new OpenAIHearing({ apiKey: 'k', visionModel: 'eye', voiceModel: null })
    for (const hearing of [blind, bare]) {
      expect(hearing.takes).not.toHaveProperty('film')
      await expect(hearing.hear(film, signal())).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE' })
    }
    const double = await openModelDouble(() => streamed('never'))
    const broken = () => Promise.reject(new DeskError('FILE_TYPE_REFUSED', { why: 'no frame in it' }))
    const hearing = new OpenAIHearing({ apiKey: 'k', baseURL: double.url, visionModel: 'eye', voiceModel: null, keyFrames: broken })
    await expect(hearing.hear(film, signal())).rejects.toMatchObject({ code: 'FILE_TYPE_REFUSED' })
    expect(double.asked).toEqual([])
    await double.close()
  })
})

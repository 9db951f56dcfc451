import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type AskedBody,
  failing,
  type ModelDouble,
  openModelDouble,
  streamed,
  toolCalled,
  whole,
} from '../testing/doubles/model/model-double.ts'
import { problem } from '../testing/doubles/model/problem.ts'
import { fixtureConfig as config } from '../testing/fakes/fixture-config.ts'
import { turnOf, viewOf } from '../testing/fakes/fixture-turn.ts'
import { OpenAIUnderstanding } from './openai-understanding.ts'

let double: ModelDouble
beforeAll(async () => {
  double = await openModelDouble()
})
afterAll(() => double.close())

const understand = (model = 'm') => new OpenAIUnderstanding({ apiKey: 'k', model, baseURL: double.url, pausesMs: [1, 1] })
const read = (one: OpenAIUnderstanding) => one.read(turnOf('口红断了'), viewOf(), config, new AbortController().signal)
const words = { message: 0, quote: '口红断了' }
const ANSWER = JSON.stringify({
  matters: [problem(words, { title: 't', summary: 's' })],
})

const formOf = (body: AskedBody) =>
  body.tools ? 'tool' : body.response_format?.type === 'json_object' ? 'json' : (body.response_format?.type ?? 'none')
const forms = () => double.asked.map(formOf)
const refuses = (...names: readonly string[]) =>
  failing(400, { message: `This model does not support ${names.join(', ')}`, type: 'invalid_request_error' })

describe('the form of an answer', () => {
  it('is a schema where the endpoint takes one, streamed or not', async () => {
    double.answer((_, n) => (n === 1 ? streamed(ANSWER) : whole(ANSWER)))
    const one = understand()
    expect((await read(one)).claims).toHaveLength(2)
    expect((await read(one)).cost).toMatchObject({ tokensIn: 100, tokensOut: 20, calls: 1 })
    expect(forms()).toEqual(['json_schema', 'json_schema'])
  })

  it('is a tool call where a schema is refused, and that is remembered', async () => {
    double.answer((body) => (formOf(body) === 'json_schema' ? refuses('response_format json_schema') : toolCalled(ANSWER)))
    const one = understand()
    expect((await read(one)).claims).toHaveLength(2)
    expect((await read(one)).claims).toHaveLength(2)
    expect(forms()).toEqual(['json_schema', 'tool', 'tool'])
  })

  it('is JSON mode where tools are refused too, with the shape told in words', async () => {
    double.answer((body) => (formOf(body) === 'json' ? whole(ANSWER) : refuses(formOf(body) === 'tool' ? 'tools' : 'response_format')))
    const one = understand()
    expect((await read(one)).cost.calls).toBe(1)
    await read(one)
    expect(forms()).toEqual(['json_schema', 'tool', 'json', 'json'])
    expect(double.asked[0]?.messages[0]?.content).not.toContain('intent_words')
    expect(double.asked[3]?.messages[0]?.content).toContain('"intent_words"')
  })

  it('moves on when an endpoint takes a schema and ignores it', async () => {
    double.answer((body) => (formOf(body) === 'tool' ? toolCalled(ANSWER) : whole('Sure! The customer has a broken lipstick.')))
    const one = understand()
    expect((await read(one)).cost.calls).toBe(2)
    expect((await read(one)).cost.calls).toBe(1)
    expect(forms()).toEqual(['json_schema', 'tool', 'tool'])
  })

  it('ends in JSON mode when tools are ignored as well', async () => {
    double.answer((body) => (formOf(body) === 'json' ? whole(`\`\`\`json\n${ANSWER}\n\`\`\``) : whole('A lipstick broke.')))
    const one = understand()
    await expect(read(one)).rejects.toMatchObject({ code: 'MODEL_ANSWER_INVALID', facts: { calls: 2, tokensIn: 200 } })
    expect((await read(one)).cost.calls).toBe(1)
    expect(forms()).toEqual(['json_schema', 'tool', 'json'])
  })

  it('stays what has worked when the model slips once', async () => {
    double.answer((_, n) => whole(n === 2 ? 'Hm.' : ANSWER))
    const one = understand()
    for (let i = 0; i < 3; i++) await read(one)
    expect(forms()).toEqual(['json_schema', 'json_schema', 'json_schema', 'json_schema'])
  })

  it('is tried anew for another model, and after a restart', async () => {
    double.answer((body) => (formOf(body) === 'json_schema' ? refuses('json_schema') : toolCalled(ANSWER)))
    await read(understand('a'))
    await read(understand('b'))
    await read(understand('a'))
    expect(forms()).toEqual(['json_schema', 'tool', 'json_schema', 'tool', 'json_schema', 'tool'])
  })

  it('is found once by many turns that begin together', async () => {
    double.answer((body) => (formOf(body) === 'json' ? whole(ANSWER) : refuses('response_format, tools')))
    const one = understand()
    const all = await Promise.all(Array.from({ length: 20 }, () => read(one)))
    expect(all.every(({ claims }) => claims.length === 2)).toBe(true)
    await read(one)
    expect(forms().at(-1)).toBe('json')
  })

  it('leaves out what an endpoint does not know, and asks for no more than that', async () => {
    double.answer((body) => {
      if (body.stream_options) return refuses('stream_options')
      if (body.max_completion_tokens) return refuses("'max_completion_tokens'")
      return whole(ANSWER)
    })
    const one = understand()
    await read(one)
    await read(one)
    expect(double.asked).toHaveLength(4)
    expect(double.asked[3]).toMatchObject({ max_tokens: 8_000, response_format: { type: 'json_schema' } })
  })

  it('is not to blame for a request that is refused for another reason', async () => {
    double.answer(() => failing(400, { message: 'content violates our policy', code: 'content_policy_violation' }))
    const one = understand()
    await expect(read(one)).rejects.toMatchObject({ code: 'MODEL_ANSWER_INVALID' })
    expect(forms()).toEqual(['json_schema'])
  })
})

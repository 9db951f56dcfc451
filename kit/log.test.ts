import { describe, expect, it } from 'vitest'
import { createLog, type Log } from './log.ts'

function listen(isTTY = false): { log: Log; lines: string[] } {
  const lines: string[] = []
  return { lines, log: createLog({ level: 'info', out: { isTTY, write: (line) => lines.push(line) } }) }
}

describe('log', () => {
  it('writes one JSON object a line, with the fields of its parents', () => {
    const { log, lines } = listen()
    log.child({ channel: 'web' }).info('event taken', { event: undefined, id: 'e1', count: 2 })
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', channel: 'web', id: 'e1', count: 2, event: 'event taken' })
    expect(lines[0]?.endsWith('\n')).toBe(true)
  })

  it('writes nothing below its level', () => {
    const { log, lines } = listen()
    log.debug('event taken')
    expect(lines).toEqual([])
  })

  it.each([
    ['authorization', { headers: { Authorization: 'hunter2' } }],
    ['cookies', { headers: [{ 'set-cookie': 'hunter2' }] }],
    ['API keys', { openai: { apiKey: 'hunter2', api_key: 'hunter2', OPENAI_API_KEY: 'hunter2' } }],
    ['tokens and secrets', { slack: { botToken: 'hunter2', signing_secret: 'hunter2' }, password: 'hunter2' }],
    ['handles that let one post', { response_url: 'hunter2', sessionWebhook: 'hunter2' }],
    ['passwords in addresses', { url: 'postgres://desk:hunter2@db:5432/desk' }],
    ['bearers in texts', { why: 'sent Bearer hunter2.hunter2 to it' }],
    ['tokens in queries', { url: 'https://qyapi.weixin.qq.com/cgi-bin/x?access_token=hunter2&y=1' }],
  ])('keeps %s out', (_, fields) => {
    const { log, lines } = listen()
    log.warn('odd', fields)
    log.child(fields).warn('odd')
    expect(lines.join('')).not.toContain('hunter2')
    expect(lines.join('')).toContain('[redacted]')
  })

  it('keeps the counts of a model reading', () => {
    const { log, lines } = listen()
    log.info('turn read', { tokensIn: 12, tokensOut: 3 })
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ tokensIn: 12, tokensOut: 3 })
  })

  it('keeps of an error its name, code, message, stack and causes, and nothing that hangs on it', () => {
    const cause = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', config: { data: 'My phone is 13800138000' } })
    const error = Object.assign(new Error('call failed', { cause }), { response: { body: 'hello' }, request: {}, detail: 'Key (phone)' })
    const { log, lines } = listen()
    log.error('send failed', { error })
    const line = JSON.parse(lines[0] ?? '') as { error: { cause: object } }
    expect(Object.keys(line.error)).toEqual(['name', 'message', 'stack', 'cause'])
    expect(line.error.cause).toMatchObject({ name: 'Error', code: 'ECONNRESET', message: 'socket hang up' })
    expect(lines[0]).not.toMatch(/13800138000|hello|Key \(phone\)/)
  })

  it('tells what all attempts of a connection met', () => {
    const { log, lines } = listen()
    log.error('no database', { error: new AggregateError([new Error('connect ECONNREFUSED ::1')]) })
    expect(lines[0]).toContain('ECONNREFUSED')
  })

  it('survives what contains itself', () => {
    const loop: Record<string, unknown> = { id: 'a' }
    loop['self'] = loop
    const { log, lines } = listen()
    log.info('odd', { loop })
    expect(lines).toHaveLength(1)
  })

  it('writes a line a person can read when a person watches', () => {
    const { log, lines } = listen(true)
    log.error('send failed', { delivery: 'd1', why: 'two words', error: new Error('no route', { cause: new Error('deeper') }) })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    const plain = lines.join('').replaceAll(/\u001b\[\d+m/g, '')
    expect(plain).toMatch(/^\d\d:\d\d:\d\d\.\d{3} error send failed delivery=d1 why="two words" error=\nError: no route\n/)
    expect(plain).toContain('caused by \nError: deeper')
  })
})

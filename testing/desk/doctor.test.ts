/** What the doctor finds of a desk that is well, and of one where each thing in turn is wrong. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { lookAt } from '../../app/doctor/look.ts'
import { isBad, tellMachine, tellPerson } from '../../app/doctor/tell.ts'
import { LANGS } from '../../bot/domain/lang.ts'
import { FINDINGS, type Finding, type FindingCode } from '../../bot/ports/check.ts'
import { texts } from '../../bot/texts/index.ts'
import { scopesNeeded } from '../../connectors/slack/check.ts'
import { isSigned } from '../../connectors/slack/verify.ts'
import { listen } from '../../kit/http/listen.ts'
import { freshDesk } from '../desk-template.ts'
import { openS3Double } from '../doubles/s3/s3-double.ts'
import { type SlackDesk, slackDesk } from './slack-desk.ts'

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'doctor-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

/** Nobody listens on the port that a server has just given back. */
async function freePort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return String(port)
}
const look = async (env: Record<string, string> = {}) => lookAt({ DATA_DIR: dir, PORT: await freePort(), ...env })
const codes = (found: readonly Finding[]): FindingCode[] => found.map(({ code }) => code)

describe('the doctor', () => {
  it('finds nothing wrong where nothing is configured, and says what would turn each thing on', async () => {
    const found = await look()
    expect(codes(found)).toEqual([
      'settings-ok',
      'config-ok',
      'desk-stopped',
      'database-new',
      'redis-off',
      'files-ok',
      'model-off',
      'slack-off',
    ])
    const said = tellPerson(found, 'en', {})
    for (const key of ['REDIS_URL', 'OPENAI_API_KEY', 'SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'])
      expect(said).toContain(key)
    expect(said.split('\n').at(-1)).toBe('All is well.')
  })

  it('says what a dead Redis, a dead database and a dead model are, and tells no password', async () => {
    const dead = await freePort()
    const env = {
      REDIS_URL: `redis://:pass-of-redis@127.0.0.1:${dead}`,
      DATABASE_URL: `postgres://desk:pass-of-postgres@127.0.0.1:${dead}/desk`,
      OPENAI_BASE_URL: `http://127.0.0.1:${dead}/v1`,
      OPENAI_API_KEY: 'sk-of-the-model',
    }
    const found = await look(env)
    expect(codes(found.filter(isBad))).toEqual(['database-unreachable', 'redis-away', 'model-away'])
    for (const lang of LANGS)
      for (const said of [tellPerson(found, lang, env), tellMachine(found, lang, env)]) expect(said).not.toMatch(/pass-of-|sk-of-the-model/)
    expect(JSON.parse(tellMachine(found, 'en', env))).toMatchObject({ ok: false })
  })

  it('tells whether films can be looked at, where a model reads pictures, and what to install', async () => {
    const eye = { OPENAI_BASE_URL: `http://127.0.0.1:${await freePort()}/v1`, OPENAI_VISION_MODEL: 'eye' }
    const found = await look({ ...eye, FFMPEG: join(dir, 'none') })
    expect(found.find(({ code }) => code === 'films-off')?.facts).toEqual({ ffmpeg: join(dir, 'none') })
    for (const lang of LANGS) expect(tellPerson(found, lang, {})).toContain('apt-get install ffmpeg')
    expect(codes(await look({ ...eye, FFMPEG: process.execPath }))).toContain('films-ok')
    expect(codes(await look({ FFMPEG: process.execPath }))).not.toContain('films-ok')
  })

  it('lets no secret out, even one that found its way into a fact', () => {
    const leak: Finding = { area: 'slack', code: 'slack-refused', facts: { error: 'xoxb-a-secret of pass-word-1' } }
    const env = { SLACK_BOT_TOKEN: 'xoxb-a-secret', DATABASE_URL: 'postgres://u:pass-word-1@h/d' }
    for (const said of [tellPerson([leak], 'en', env), tellMachine([leak], 'en', env)])
      expect(said).not.toMatch(/xoxb-a-secret|pass-word-1/)
  })

  it('names wrong variables and a wrong configuration', async () => {
    expect(await look({ PORT: 'x' })).toMatchObject([{ code: 'settings-wrong', facts: { problems: expect.stringContaining('PORT') } }])
    const file = join(dir, 'wrong.yaml')
    await writeFile(file, 'name: [')
    expect(codes(await look({ DESK_CONFIG: file }))).toContain('config-wrong')
    expect(codes(await look({ DESK_CONFIG: join(dir, 'none.yaml') }))).toContain('config-wrong')
  })

  it('tries the file store, and tells refused keys from those that are missing', async () => {
    const store = await openS3Double()
    const env = { BLOB_URL: `s3://${store.bucket}?endpoint=${store.url}&region=${store.region}`, AWS_ACCESS_KEY_ID: store.keyId }
    expect(codes(await look({ ...env, AWS_SECRET_ACCESS_KEY: store.secret }))).toContain('files-ok')
    expect(store.objects.size).toBe(0)
    for (const more of [{}, { AWS_SECRET_ACCESS_KEY: 'another' }]) expect(codes(await look({ ...env, ...more }))).toContain('files-wrong')
    await store.close()
  })

  it('has words for everything it can find, in every language', () => {
    for (const lang of LANGS) expect(Object.keys(texts(lang).doctor.say).toSorted()).toEqual(Object.keys(FINDINGS).toSorted())
  })
})

describe('a database', () => {
  it('in use is not opened: the running desk is asked; one that is stopped is opened and found in order', async () => {
    const desk = await freshDesk()
    const listening = await listen(desk.desk.router, { host: '127.0.0.1', port: 0 })
    const env = { DATA_DIR: desk.dir, PORT: new URL(listening.url).port }
    expect(codes(await lookAt(env))).toEqual(expect.arrayContaining(['desk-running', 'database-in-use']))
    await listening.stop(1_000)
    expect(codes(await lookAt(env))).toEqual(expect.arrayContaining(['desk-stopped', 'database-held']))
    await desk.desk.stop()
    expect(codes(await lookAt(env))).toEqual(expect.arrayContaining(['desk-stopped', 'database-ok']))
    await rm(desk.dir, { recursive: true, force: true })
  }, 120_000)
})

describe('Slack', () => {
  let here: SlackDesk
  beforeAll(async () => {
    here = await slackDesk({ start: false })
  }, 120_000)
  afterAll(() => here.stop())
  afterEach(() => {
    for (const key of Object.keys(here.slack.front.headers)) delete here.slack.front.headers[key]
  })

  const slackOf = async (env: Record<string, string> = {}) => {
    const { slack, desk } = here
    const base = {
      SLACK_BOT_TOKEN: slack.workspace.bot.token,
      SLACK_API_URL: slack.url,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      DESK_CONFIG: join(desk.dir, 'desk.yaml'),
    }
    return (await look({ ...base, ...env })).filter(({ area }) => area === 'slack')
  }

  it('is well: token, scopes, clock and rooms', async () => {
    here.slack.front.headers['x-oauth-scopes'] = (await scopesNeeded()).join(',')
    const { workspace } = here.slack
    const [channel, name] = [workspace.channel('after-sales'), 'after-sales']
    expect((await slackOf()).filter(isBad)).toEqual([{ area: 'slack', code: 'slack-room-outside', facts: { room: channel, name } }])
    await workspace.api('conversations.join', { channel }, workspace.bot.token)
    const found = await slackOf()
    expect(found).toContainEqual({ area: 'slack', code: 'slack-room-ok', facts: { room: channel, name } })
    expect(codes(found)).toEqual(expect.arrayContaining(['slack-ok', 'slack-scopes-ok', 'slack-clock-ok', 'slack-callback-unset']))
    expect(found.filter(isBad)).toEqual([])
  })

  it('tells which scopes are missing', async () => {
    here.slack.front.headers['x-oauth-scopes'] = (await scopesNeeded()).filter((scope) => scope !== 'files:read').join(',')
    expect(await slackOf()).toContainEqual({ area: 'slack', code: 'slack-scopes-missing', facts: { scopes: 'files:read' } })
  })

  it.each([
    [-400, 'slack-clock-wrong'],
    [400, 'slack-clock-wrong'],
    [60, 'slack-clock-off'],
    [-5, 'slack-clock-ok'],
  ])('tells that our clock is %i s from its own', async (seconds, code) => {
    here.slack.front.headers['date'] = new Date(Date.now() + seconds * 1000).toUTCString()
    expect(codes(await slackOf())).toContain(code)
  })

  it('tells a wrong token from a platform out of reach', async () => {
    here.slack.front.faults.next('auth.test', { error: 'invalid_auth' })
    expect(await slackOf()).toContainEqual({ area: 'slack', code: 'slack-refused', facts: { error: 'invalid_auth' } })
    expect(codes(await slackOf({ SLACK_API_URL: `http://127.0.0.1:${await freePort()}` }))).toEqual(['slack-away'])
  })

  it('tells of a Socket Mode token that is refused, and of a desk that hears nothing', async () => {
    expect(codes(await slackOf({ SLACK_APP_TOKEN: here.slack.appToken }))).toContain('slack-socket-ok')
    expect(codes(await slackOf({ SLACK_APP_TOKEN: 'xapp-wrong' }))).toContain('slack-socket-refused')
    expect(codes(await slackOf({ SLACK_SIGNING_SECRET: '' }))).toContain('slack-deaf')
  })

  it('tells of rooms that are not there, and of those of another workspace', async () => {
    const file = join(here.desk.dir, 'elsewhere.yaml')
    const yaml = await readFile(join(here.desk.dir, 'desk.yaml'), 'utf8')
    await writeFile(file, yaml.replaceAll(here.slack.workspace.channel('after-sales'), 'C0GONE'))
    expect(codes(await slackOf({ DESK_CONFIG: file }))).toContain('slack-room-unknown')
    await writeFile(file, yaml.replaceAll(here.slack.workspace.team, 'T0OTHER'))
    expect(codes(await slackOf({ DESK_CONFIG: file }))).toContain('slack-room-elsewhere')
  })

  it('asks the callback address with a signed request, and knows an answer that is not ours', async () => {
    let echo = true
    const server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const body = Buffer.concat(parts).toString()
        const signature = String(request.headers['x-slack-signature'])
        const timestamp = String(request.headers['x-slack-request-timestamp'])
        const signed = isSigned({ signature, timestamp, body }, here.slack.signingSecret, Date.now())
        response.end(echo && signed ? (JSON.parse(body) as { challenge: string }).challenge : 'a page of a proxy')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const env = { PUBLIC_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
    // It answers, but no platform comes to an address like this.
    expect(codes(await slackOf(env))).toContain('slack-callback-private')
    expect(codes(await slackOf({ ...env, SLACK_SIGNING_SECRET: 'another-secret' }))).toContain('slack-callback-wrong')
    echo = false
    expect(codes(await slackOf(env))).toContain('slack-callback-wrong')
    await new Promise((resolve) => server.close(resolve))
    expect(codes(await slackOf(env))).toContain('slack-callback-silent')
  })
})

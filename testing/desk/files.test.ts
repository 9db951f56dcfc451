/** Files between a customer and a team in Slack: both ways, when fetching fails, and when they are not what they seem. */
import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PNG } from '../contracts/channel-stage.ts'
import { buttonsOf } from '../doubles/slack/people.ts'
import { shownText } from '../doubles/slack/shown-text.ts'
import { type SlackDesk, slackDesk } from './slack-desk.ts'

const BROKEN = ['我上周买的口红断了，订单号 20260112345，太气人了', '快点处理'] as const
const ROOM = 'after-sales'
const CUSTOMERS = 'customers'
const HASH = createHash('sha256').update(PNG).digest('hex')
/** The emulator cannot serve a file whose name is not ASCII. */
const picture = { name: 'broken.png', mime: 'image/png', bytes: PNG }
/** Other bytes each time, so that no file is there already. */
const other = (n: number) => ({ name: `broken-${n}.png`, mime: 'image/png', bytes: new Uint8Array([...PNG, n]) })

let here: SlackDesk
beforeAll(async () => {
  here = await slackDesk()
}, 120_000)
afterAll(() => here.stop())

type Message = Readonly<Record<string, unknown>>
interface Said {
  readonly kind: string
  readonly text: string
  readonly files?: readonly { readonly name: string; readonly mime: string; readonly blob?: string; readonly state?: string }[]
}

const tsOf = (message: Message) => String(message['ts'])
const filesOf = (message: Message) => (message['files'] ?? []) as readonly { name: string; url_private_download: string }[]
const thread = (ts: string) => here.slack.people.thread(ROOM, ts)
const cardWith = (text: string) =>
  here.desk.until(async () => (await here.slack.people.roots(ROOM)).find((each) => shownText(each).includes(text)))
const fileIn = (ts: string, name: string) =>
  here.desk.until(async () => (await thread(ts)).flatMap(filesOf).find((file) => file.name === name))
const saidTo = async (customer: string) => (await here.desk.get<{ messages: Said[] }>(`/v1/messages?conversation=${customer}`)).messages
/** A ticket of this customer over REST, whose card Lin has taken. */
const taken = async (customer: string) => {
  const { number } = await here.desk.open(customer, ...BROKEN)
  const card = await cardWith(`${number} `)
  await here.slack.people.press({ as: 'lin', channel: ROOM, ts: tsOf(card), action: 'take' })
  await here.desk.until(async () => (await here.desk.ticket(number)).owner?.key === 'lin')
  return { number, ts: tsOf(card) }
}

describe('a customer’s picture', () => {
  it('stands in the thread of the card, byte for byte, is stored once by its hash, and its kind is told by its bytes', async () => {
    const { desk, slack } = here
    const lie = { ...picture, name: 'broken.pdf', mime: 'application/pdf' }
    await slack.people.say({ as: 'alice', channel: CUSTOMERS, text: `${BROKEN[0]}，见图`, files: [picture, lie] })
    const card = await cardWith('口红断了')
    const shown = await fileIn(tsOf(card), picture.name)
    const bytes = await fetch(shown.url_private_download.replace('localhost', '127.0.0.1'), {
      headers: { authorization: `Bearer ${slack.workspace.bot.token}` },
    })
    expect(new Uint8Array(await bytes.arrayBuffer())).toEqual(PNG)
    await fileIn(tsOf(card), lie.name)
    expect((await readdir(join(desk.dir, 'blobs', HASH.slice(0, 2)))).toString()).toBe(HASH)
    const rows = await desk.db.kysely
      .selectFrom('attachment')
      .select(['name', 'mime', 'size', 'blob', 'state'])
      .where('blob', '=', HASH)
      .execute()
    expect(rows.map((row) => row.name).toSorted()).toEqual(['broken.pdf', 'broken.png'])
    for (const row of rows) expect(row).toMatchObject({ mime: 'image/png', size: PNG.byteLength, state: 'stored' })
  })

  it('that cannot be had at first comes later, and its words do not wait for it', async () => {
    const { slack } = here
    slack.front.faults.next('files.info', { status: 500 })
    await slack.people.say({ as: 'alice', channel: CUSTOMERS, text: '口红的补充照片，快点', files: [other(1)] })
    const card = await cardWith('口红断了')
    await here.desk.until(async () => (await thread(tsOf(card))).some((each) => shownText(each).includes('补充照片')))
    await fileIn(tsOf(card), other(1).name)
  })

  it('that is given up is told in the thread and on the card, and comes when somebody asks again', async () => {
    const { slack } = here
    slack.front.faults.next('files.info', { error: 'file_not_found' })
    await slack.people.say({ as: 'alice', channel: CUSTOMERS, text: '口红还是没人管，再发一张', files: [other(2)] })
    const ts = tsOf(await cardWith('口红断了'))
    await here.desk.until(async () => (await thread(ts)).some((each) => shownText(each).includes(`“${other(2).name}”未能获取`)))
    expect((await thread(ts)).some((each) => shownText(each).includes('再发一张'))).toBe(true)
    const actions = async () => buttonsOf(await slack.people.message(ROOM, ts)).map((button) => button['action_id'])
    await here.desk.until(async () => (await actions()).includes('fetch'))
    await slack.people.press({ as: 'lin', channel: ROOM, ts, action: 'fetch' })
    await fileIn(ts, other(2).name)
    await here.desk.until(async () => !(await actions()).includes('fetch'))
  })

  it('is not taken beyond the largest size, whatever Slack says of its size', async () => {
    const { desk } = here
    const ts = tsOf(await cardWith('口红断了'))
    const huge = { name: 'huge.mp4', mime: 'video/mp4', bytes: new Uint8Array(21 * 1024 * 1024) }
    await here.slack.people.say({ as: 'alice', channel: CUSTOMERS, text: '口红视频，快点处理', files: [huge] })
    await here.desk.until(async () => (await thread(ts)).some((each) => shownText(each).includes('“huge.mp4”未能获取')))
    const row = await desk.db.kysely
      .selectFrom('attachment')
      .select(['why', 'blob', 'tries'])
      .where('name', '=', huge.name)
      .executeTakeFirst()
    expect(row).toEqual({ why: 'INPUT_TOO_LARGE', blob: '', tries: 1 })
  })
})

describe('an agent’s file', () => {
  it('reaches the customer when it is sent on purpose, and stays inside the team when it is not', async () => {
    const { desk, slack } = here
    const { ts } = await taken('wants-a-file')
    await slack.people.say({ as: 'lin', channel: ROOM, thread: ts, text: '内部截图', files: [{ ...other(3), name: 'inside.png' }] })
    await slack.people.say({ as: 'lin', channel: ROOM, thread: ts, text: '回复 请看换货说明', files: [{ ...other(4), name: 'howto.png' }] })
    const reply = await here.desk.until(async () => (await saidTo('wants-a-file')).find((each) => each.files?.[0]?.blob))
    expect(reply).toMatchObject({ kind: 'reply', text: '请看换货说明', files: [{ name: 'howto.png', mime: 'image/png' }] })
    const blob = String(reply.files?.[0]?.blob)
    const got = await desk.desk.router.request(`http://127.0.0.1/web/files/${blob}`, { headers: { host: '127.0.0.1' } })
    expect([new Uint8Array(await got.arrayBuffer()).at(-1), got.headers.get('content-disposition')]).toEqual([4, 'inline'])
    const all = await saidTo('wants-a-file')
    expect(JSON.stringify(all)).not.toContain('inside')
    expect(await desk.db.kysely.selectFrom('attachment').select('id').where('name', '=', 'inside.png').execute()).toEqual([])
    const note = await desk.db.kysely.selectFrom('note').select('text').where('text', 'like', '%inside.png').executeTakeFirst()
    expect(note?.text).toBe('内部截图\n📎 inside.png')
  })

  it('may come without a word', async () => {
    const { ts } = await taken('silent-file')
    await here.slack.people.say({ as: 'lin', channel: ROOM, thread: ts, text: '回复', files: [other(5)] })
    await here.desk.until(async () => (await saidTo('silent-file')).some((each) => each.kind === 'reply' && each.files?.[0]?.blob))
  })

  it('that could not be fetched is a reply that failed in part: the words have arrived, and Retry brings the file', async () => {
    const { slack } = here
    const { ts } = await taken('file-late')
    slack.front.faults.next('files.info', { error: 'file_deleted' })
    await slack.people.say({ as: 'lin', channel: ROOM, thread: ts, text: '回复 附上凭证', files: [other(6)] })
    const card = await here.desk.until(async () =>
      (await thread(ts)).find((each) => buttonsOf(each).some((b) => b['action_id'] === 'retry')),
    )
    expect((await saidTo('file-late')).find((each) => each.kind === 'reply')).toMatchObject({
      text: '附上凭证',
      files: [{ name: other(6).name, state: 'failed' }],
    })
    await slack.people.press({ as: 'lin', channel: ROOM, ts: tsOf(card), action: 'retry' })
    await here.desk.until(async () => (await saidTo('file-late')).some((each) => each.files?.[0]?.blob))
  })
})

import { describe, expect, it } from 'vitest'
import type { Example } from '../bot/ports/learn.ts'
import { verifyClaims } from '../bot/understanding/verify-claims.ts'
import { understandContract } from '../testing/contracts/understand.contract.ts'
import { fixtureConfig as config } from '../testing/fakes/fixture-config.ts'
import { asking, fieldOf, ticketOf, turnOf, type ViewParts, viewOf } from '../testing/fakes/fixture-turn.ts'
import { LocalClassifier } from './local-classifier.ts'
import { LocalModel } from './local-model.ts'
import { LocalUnderstanding } from './local-understanding.ts'
import { trainClassifier } from './train-classifier.ts'

const things = ['水壶', '耳机', '外套', '台灯', '杯子', '口红', '书包', '键盘', '手表', '鞋子', 'kettle', 'lamp', 'shirt', 'phone']
const taught: Readonly<Record<string, (thing: string) => readonly string[]>> = {
  'after-sales/quality': (thing) => [`我买的${thing}坏了`, `${thing}用了两天就断了`, `my ${thing} broke`, `the ${thing} I bought leaks`],
  'returns/refund': (thing) => [`${thing}我要退款`, `${thing}的退款多久到账`, `refund the ${thing} please`],
  'invoice/issue': (thing) => [`${thing}的发票还没开给我`, `帮我开${thing}的发票`, `I need an invoice for the ${thing}`],
  'logistics/delay': (thing) => [`${thing}的快递三天没动了`, `${thing}怎么还没发货`, `my parcel with the ${thing} is late`],
  'complaint/service': (thing) => [`问${thing}的事客服态度太差`, `your agent was rude about the ${thing}`],
  'none/smalltalk': (thing) => [`今天天气不错，${thing}`, `nice weather today, ${thing}`],
}
const examples = Object.entries(taught).flatMap(([category, say]) =>
  things.flatMap((thing) => say(thing).map((text): Example => ({ text, lang: 'zh-CN', category, source: 'seed' }))),
)
const { bytes } = trainClassifier(examples)

function trained(): LocalUnderstanding {
  const model = new LocalModel()
  model.use(7, { classifier: LocalClassifier.load(bytes), moods: null })
  return new LocalUnderstanding(model)
}

understandContract('local, trained', async () => ({ understand: trained() }))
understandContract('local, before any model was trained', async () => ({ understand: new LocalUnderstanding(new LocalModel()) }))

async function matters(texts: readonly string[], parts: ViewParts = {}, understand = trained()) {
  const turn = turnOf(...texts)
  const view = viewOf(parts)
  const { claims, model } = await understand.read(turn, view, config, new AbortController().signal)
  const read = verifyClaims(turn, claims, config, view, model)
  expect(read.dropped).toBe(0)
  return read.matters
}
const only = async (texts: readonly string[], parts: ViewParts = {}) => {
  const all = await matters(texts, parts)
  expect(all).toHaveLength(1)
  return all[0]
}
const open = { tickets: [ticketOf()] }
const ended = { tickets: [ticketOf({ state: 'resolved' })] }

describe('local understanding', () => {
  it('reads a burst as one matter with all it says', async () => {
    const matter = await only(['我上周买的口红断了，订单号 20260112345，太气人了', '快点处理'])
    expect(matter).toMatchObject({
      intent: 'problem',
      category: { key: 'after-sales/quality' },
      mood: 'angry',
      urgency: 'P2',
      ticket: null,
      title: '我上周买的口红断了',
    })
    expect(Object.fromEntries(matter?.fields.map((one) => [one.name, one.value]) ?? [])).toEqual({
      order_no: '20260112345',
      product: '口红',
      bought_on: '上周',
    })
    expect(matter?.summary).toBe('我上周买的口红断了，订单号 20260112345，太气人了；快点处理')
  })

  it('tells two problems of one breath apart', async () => {
    const [first, second, ...more] = await matters(['我买的水壶坏了。另外台灯的发票还没开给我'])
    expect([first?.category?.key, second?.category?.key, more.length]).toEqual(['after-sales/quality', 'invoice/issue', 0])
    expect(second?.fields).toEqual([])
  })

  it('takes a question about a refund for a refund, not a complaint', async () => {
    expect(await only(['退款多久到账？'])).toMatchObject({ intent: 'problem', category: { key: 'returns/refund' } })
  })

  it.each([
    ['谢谢', 'thanks'],
    ['好的，谢谢你们！', 'thanks'],
    ['thank you so much', 'thanks'],
    ['你好', 'smalltalk'],
    ['在吗', 'smalltalk'],
    ['👍👍', 'smalltalk'],
    ['今天天气不错', 'smalltalk'],
    ['转人工', 'human'],
    ['我要找真人客服', 'human'],
    ['I want to talk to a human', 'human'],
  ])('reads %s as %s', async (text, intent) => {
    expect(await only([text])).toMatchObject({ intent, category: null, ticket: null })
  })

  it('hears both the problem and the wish for a person', async () => {
    expect((await matters(['外套我要退款。转人工'])).map((one) => one.intent)).toEqual(['problem', 'human'])
  })

  it.each([
    ['快点处理', 'chase'],
    ['有人吗', 'chase'],
    ['怎么还没处理', 'chase'],
    ['处理得怎么样了', 'progress'],
    ['any update?', 'progress'],
    ['T-1024 到哪一步了', 'progress'],
    ['不对，是尾号 6688 那单', 'correction'],
    ['水壶坏了', 'problem'],
    ['20260112345', 'problem'],
  ])('lays %s (%s) to the open ticket', async (text, intent) => {
    expect(await only([text], open)).toMatchObject({ intent, ticket: 'k1' })
  })

  it('takes another problem for another matter, though a ticket is open', async () => {
    expect(await only(['帮我开一下台灯的发票'], open)).toMatchObject({ category: { key: 'invoice/issue' }, ticket: null })
  })

  it('takes the same problem with another order for another matter', async () => {
    const tickets = [ticketOf({ fields: [fieldOf('order_no', '20260112345')] })]
    expect(await only(['我买的水壶坏了，用了两天就断了，订单号 20269999999'], { tickets })).toMatchObject({ ticket: null })
    expect(await only(['我买的水壶坏了，用了两天就断了，订单号 20260112345'], { tickets })).toMatchObject({ ticket: 'k1' })
  })

  it('finds the ticket the customer names among several', async () => {
    const tickets = [ticketOf({ id: 'k9', number: 99 }), ticketOf(), ticketOf({ id: 'k8', number: 98, category: 'invoice/issue' })]
    expect(await only(['T-1024 处理得怎么样了'], { tickets })).toMatchObject({ ticket: 'k1' })
    expect(await only(['工单98有消息了吗'], { tickets })).toMatchObject({ ticket: 'k8' })
    expect(await only(['台灯的发票还没开给我'], { tickets })).toMatchObject({ ticket: 'k8' })
  })

  it.each(['还是没解决', '又坏了', 'it broke again', 'still not working'])('hears that the matter is not settled: %s', async (text) => {
    expect(await only([text], ended)).toMatchObject({ intent: 'unsolved', ticket: 'k1' })
  })

  it.each([
    ['解决了，谢谢', 'answer'],
    ['没有，还是不行', 'unsolved'],
    ['没有', 'unsolved'],
    ['yes', 'answer'],
  ])('takes %s, asked whether it is solved, for %s', async (text, intent) => {
    expect(await only([text], { ...ended, question: asking('', 'solved') })).toMatchObject({ intent, ticket: 'k1' })
  })

  it.each([
    ['M码', 'size'],
    ['13800138000', 'phone'],
    ['20260112345', 'order_no'],
    ['换货', 'wish'],
    ['口红', 'product'],
  ])('takes %s for the answer to the question about %s', async (text, about) => {
    const matter = await only([text], { ...open, question: asking(about) })
    expect(matter).toMatchObject({ intent: 'answer', ticket: 'k1', category: null })
    expect(matter?.fields.map((one) => one.name)).toEqual([about])
  })

  it('works before any model was trained, without categories', async () => {
    const understand = new LocalUnderstanding(new LocalModel())
    expect(understand.version()).toBe('local-0')
    const [matter] = await matters(['我上周买的口红断了，订单号 20260112345'], {}, understand)
    expect(matter).toMatchObject({ intent: 'problem', category: null })
    expect(matter?.fields.length).toBe(3)
  })

  it('names the version of the model it reads with', () => {
    expect(trained().version()).toBe('local-7')
  })
})

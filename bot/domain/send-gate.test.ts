import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseDeskConfig } from '../../config/parse-desk-config.ts'
import { fieldOf, ticketOf } from '../../testing/fakes/fixture-turn.ts'
import { ORDINARY_REPLIES } from '../../testing/fakes/ordinary-replies.ts'
import { texts } from '../texts/index.ts'
import type { DeskConfig } from './desk-config.ts'
import { LANGS } from './lang.ts'
import { nameToken, type PrivateToken, privateTokens } from './private-tokens.ts'
import { checkReply, type GateView, gateOf } from './send-gate.ts'

const shipped = parseDeskConfig(readFileSync(new URL('../../config/desk.yaml', import.meta.url), 'utf8'), 'desk.yaml')
if ('errors' in shipped) throw new Error(JSON.stringify(shipped.errors))
const config: DeskConfig = shipped.config

/** Another customer wrote this. */
const elsewhere = (...texts: readonly string[]) => texts.flatMap((text) => privateTokens(text))
const view = (parts: Partial<GateView> = {}): GateView => ({ config, ticket: ticketOf(), tickets: [], foreign: [], ...parts })
const found = (text: string, parts: Partial<GateView> = {}) => {
  const { colour, findings } = checkReply(text, view(parts))
  return [colour, ...findings.map(({ code }) => code)]
}

describe('the shipped gate', () => {
  it('says what it found in the language of who reads it', () => {
    const [finding] = checkReply('我们保证收益', view()).findings
    expect(LANGS.map((lang) => texts(lang).gate.reasons.forbidden(finding?.facts ?? {}))).toEqual([
      expect.stringMatching(/：保证收益$/),
      expect.stringMatching(/：保證收益$/),
      expect.stringMatching(/: guaranteed gains$/),
    ])
    const nameless = { ...config, gate: { ...gateOf(config), forbidden: [{ name: 'gains', colour: 'red' as const, words: ['保证收益'] }] } }
    const [plain] = checkReply('我们保证收益', view({ config: nameless })).findings
    for (const lang of LANGS) expect(texts(lang).gate.reasons.forbidden(plain?.facts ?? {})).toMatch(/gains$/)
    // In all languages or in none.
    const rules = [...gateOf(config).forbidden, ...gateOf(config).internal]
    for (const { name, labels } of rules) expect([name, Object.keys(labels ?? {}).toSorted()]).toEqual([name, [...LANGS].toSorted()])
  })

  it('has enough ordinary replies to be tried on', () => {
    expect(new Set(ORDINARY_REPLIES).size).toBeGreaterThanOrEqual(60)
  })

  it.each(ORDINARY_REPLIES)('lets “%s” go at once, even to a customer with a ticket of an amount', (text) => {
    const words = elsewhere(
      '我的手机是13800001111，订单77712345678，邮箱 bob@example.com',
      '收件人：李雷，电话 13900002222',
      'my order is 55-123456',
    )
    const ticket = ticketOf({ fields: [fieldOf('amount', '40'), fieldOf('order_no', '8812315900')] })
    expect(checkReply(text, view({ ticket, foreign: words }))).toEqual({ colour: 'green', findings: [] })
  })

  it.each([
    ['这款理财保证收益 8%，您放心买', 'red', 'forbidden'],
    ['保 证 收 益 没问题', 'red', 'forbidden'],
    ['保\u200b证收益没问题', 'red', 'forbidden'],
    ['保證收益沒問題', 'red', 'forbidden'],
    ['不用担心，我们保证收益', 'red', 'forbidden'],
    ['不管怎样都保证收益', 'red', 'forbidden'],
    ['１００％退款，您放心', 'red', 'forbidden'],
    ['我们保证全额退款', 'red', 'forbidden'],
    ['We GUARANTEE YOU A FULL REFUND', 'red', 'forbidden'],
    ['It is a risk-free offer with a guaranteed return', 'red', 'forbidden'],
    ['这个按内部价给您', 'red', 'internal'],
    ['底价就是 80', 'red', 'internal'],
    ['他在黑名单里', 'red', 'internal'],
    ['客户说他很急，先回一下', 'amber', 'internal'],
    ['這個客戶一直催', 'amber', 'internal'],
    ['This customer is rude, just refund him', 'amber', 'internal'],
    ['We keep the SLA of a P1', 'amber', 'internal'],
    ['@沈佳 帮忙看一下', 'amber', 'mention'],
    ['@lin please take over', 'amber', 'mention'],
    ['posted in #after-sales', 'amber', 'mention'],
    ['这条和 T-9999 是同一个问题', 'amber', 'other-ticket'],
  ])('“%s” is %s because of %s', (text, colour, code) => {
    const [got, ...codes] = found(text)
    expect([got, codes]).toEqual([colour, expect.arrayContaining([code])])
  })

  it('knows the customer’s own tickets by number', () => {
    expect(found('您的 T-1024 已处理')).toEqual(['green'])
    expect(found('您之前的 T-1000 也处理了', { tickets: [ticketOf({ id: 'k0', number: 1000 })] })).toEqual(['green'])
  })

  it('waits eight seconds on amber, and does without a gate where the configuration has none', () => {
    expect(gateOf(config).amberSeconds).toBe(8)
    const { gate: _, ...old } = config
    expect(checkReply('保证收益', view({ config: old }))).toEqual({ colour: 'green', findings: [] })
  })
})

describe('another customer’s words', () => {
  it.each([
    ['我的手机号是 138 0000 1111', '您登记的电话 13800001111 打不通', 'red', 'phone'],
    ['phone 13800001111', '电话是１３８００００１１１１吗？', 'red', 'phone'],
    ['我手机 +86 138-0000-1111', '联系 13800001111 即可', 'red', 'phone'],
    ['write to Bob.Li@Example.com', '已发到 bob.li@example.com', 'red', 'email'],
    ['身份证 11010519491231002X', '您的身份证 11010519491231002x 已核对', 'red', 'id'],
    ['订单 JD-77712345678 没到', '订单 JD77712345678 已发货', 'amber', 'number'],
    ['order 5512345678', 'Your order 5512345678 was sent', 'amber', 'number'],
    ['收件人：李雷', '已改为收件人：李雷', 'amber', 'name'],
    ['收件人：李雷', '李雷先生您好', 'amber', 'name'],
  ])('“%s” of one, said to another as “%s”: %s', (theirs, reply, colour, kind) => {
    const { colour: got, findings } = checkReply(reply, view({ foreign: elsewhere(theirs) }))
    expect([got, findings.map(({ facts }) => facts['kind'])]).toEqual([colour, [kind]])
  })

  it('is red when the number stands in a field of their ticket', () => {
    expect(
      found('订单 5512345678 已发货', {
        foreign: [
          { key: '5512345678', kind: 'order' },
          { key: '5512345678', kind: 'number' },
        ],
      }),
    ).toEqual(['red', 'other-customer'])
  })

  it('is shown in part only', () => {
    const [finding] = checkReply('电话 13800001111', view({ foreign: elsewhere('电话 13800001111') })).findings
    expect(finding?.said).toBe('138…11')
  })

  it('is nobody’s when it is the shop’s own, or stands in this customer’s ticket', () => {
    const foreign = elsewhere('退货地址 浙江省杭州市余杭区文一西路969号1栋', '我打过 0571-88881234', 'bob@example.com')
    const reply = '请拨打 0571-88881234，或写信到 bob@example.com'
    expect(found(reply, { foreign })[0]).toBe('red')
    const ours = { ...config, gate: { ...gateOf(config), ours: ['0571-88881234', 'bob@example.com'] } }
    expect(found(reply, { foreign, config: ours })).toEqual(['green'])
    const ticket = ticketOf({ fields: [fieldOf('phone', '0571-88881234'), fieldOf('email', 'bob@example.com')] })
    expect(found(reply, { foreign, ticket })).toEqual(['green'])
  })

  it('takes a nickname for no name', () => {
    expect(['小明', '高兴', 'Ann', 'user_1234', '王', 'Ann Lee', '欧阳娜娜', null].map((name) => nameToken(name)?.key ?? null)).toEqual([
      '小明',
      '高兴',
      null,
      null,
      null,
      'ann lee',
      '欧阳娜娜',
      null,
    ])
    expect(
      found('很高兴为您服务，小明书店的地址如下', {
        foreign: [nameToken('高兴'), nameToken('小明')].filter((t): t is PrivateToken => t !== null),
      }),
    ).toEqual(['green'])
  })
})

describe('a wrong amount', () => {
  const ticket = ticketOf({ fields: [fieldOf('amount', '￥199.00')] })
  it.each([
    ['已为您退款 299 元', 'amber'],
    ['退款金额 ￥99 已到账', 'amber'],
    ['We refunded $1,999.00 to your card', 'amber'],
    ['已为您退款 199 元', 'green'],
    ['退款１９９元，三天内到账', 'green'],
    ['退款 199 元，另退运费 12 元', 'green'],
    ['已为您退运费 12 元', 'green'],
    ['为您补偿 5 元优惠券', 'green'],
    ['这款现在卖 299 元', 'green'],
    ['退款 3 天内到账', 'green'],
    ['退款会在 2026 年到账', 'green'],
  ])('“%s” is %s where the ticket is about 199', (text, colour) => {
    expect(checkReply(text, view({ ticket })).colour).toBe(colour)
  })
  it('is none where the ticket names no amount', () => {
    expect(found('已为您退款 299 元')).toEqual(['green'])
  })
})

describe('any reply', () => {
  it('is checked in time linear in its length, however it is made', () => {
    const began = performance.now()
    for (const piece of ['保证', '100%', '退款 ', '1 ', '12 ', 'a-1', '@l', 'T-', '不', '¥1,', 'hello a b ', '先生'])
      checkReply(
        piece.repeat(Math.ceil(8_000 / piece.length)),
        view({ ticket: ticketOf({ fields: [fieldOf('amount', '5')] }), foreign: elsewhere('13800001111') }),
      )
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})

import { describe, expect, it } from 'vitest'
import type { Question } from '../bot/domain/conversation.ts'
import { fixtureConfig as config } from '../testing/fakes/fixture-config.ts'
import { asking, turnOf, viewOf } from '../testing/fakes/fixture-turn.ts'
import { growthOf, LINEAR } from '../testing/growth.ts'
import { extractFields } from './local-extractor.ts'
import { hear } from './said.ts'

function extract(text: string, question: Question | null = null): Record<string, string> {
  const said = hear({ ...(turnOf(text).messages[0] as NonNullable<ReturnType<typeof turnOf>['messages'][0]>) })
  const lang = /\p{Script=Han}/u.test(text) ? 'zh-CN' : 'en'
  return Object.fromEntries(extractFields(said, config, viewOf({ question, lang })).map((one) => [one.name, one.value]))
}

describe('extraction', () => {
  it.each([
    ['订单号 20260112345', { order_no: '20260112345' }],
    ['訂單編號：ＡＢ２０２６０１１２', { order_no: 'AB20260112' }],
    ['order #A1234567 please', { order_no: 'A1234567' }],
    ['订单 13800138000 没发货', { order_no: '13800138000' }],
    ['不对，是尾号 6688 那单', { order_no: '6688' }],
    ['尾号六六八八', { order_no: '6688' }],
    ['我手机13800138000', { phone: '13800138000' }],
    ['138-0013-8000', { phone: '13800138000' }],
    ['138 0013 8000', { phone: '13800138000' }],
    ['+86 13800138000', { phone: '13800138000' }],
    ['call me at (415) 555-2671', { phone: '4155552671' }],
    ['0912345678', { phone: '0912345678' }],
    ['reach me on 896 748 7896', { phone: '8967487896' }],
    ['9875874587', { phone: '9875874587' }],
    ['编号9875874587', { order_no: '9875874587' }],
    ['快递单号 SF1234567890123', { parcel_no: 'SF1234567890123' }],
    ['tracking number 998877665544', { parcel_no: '998877665544' }],
    ['YT1234567890123 到哪了', { parcel_no: 'YT1234567890123' }],
    ['发到 Foo.Bar@Example.com 谢谢', { email: 'foo.bar@example.com' }],
    ['税号：91310000MA1K123456', {}],
    ['T-1024 怎么样了', {}],
    ['see https://shop.example/1234567890123', {}],
  ])('finds the number in %s', (text, fields) => {
    expect(extract(text)).toEqual(fields)
  })

  it.each([
    // What was asked for may be read out in groups, and is one number.
    ['jht 345', { order_no: 'JHT 345' }],
    ['yes, HTR 6354', { order_no: 'HTR 6354' }],
    ['gt 57 t 8', { order_no: 'GT 57 T 8' }],
    ['是 AB 20260112', { order_no: 'AB 20260112' }],
    ['20260112345', { order_no: '20260112345' }],
    ['jht', {}],
    ['ok 5', {}],
    ['tel 13800138000', { phone: '13800138000' }],
    ['i paid 300', { amount: '300' }],
  ])('takes “%s” for the order number that was asked for, or not', (text, fields) => {
    expect(extract(text, asking('order_no'))).toEqual(fields)
  })

  it.each([
    ['NAJ 53479278', { order_no: 'NAJ 53479278' }],
    ['my claim number is DGE 574', { order_no: 'DGE 574' }],
    // Nobody asked: a model, a size or a year in three letters and a few digits is nothing.
    ['bmw 003', {}],
    ['size 42', {}],
    ['usd 1000000', { amount: '1000000' }],
    ['date 06152018', {}],
    ['john 8945612307', { phone: '8945612307' }],
    ['SF 1234567890123', { parcel_no: 'SF 1234567890123' }],
  ])('finds in “%s”, which nobody asked for, what it can only be', (text, fields) => {
    expect(extract(text)).toEqual(fields)
  })

  it.each([
    ['花了1,299元', '1299'],
    ['￥３００', '300'],
    ['$12.50 was taken', '12.50'],
    ['一百五十块钱', '150'],
    ['20 dollars', '20'],
    ['一块去吧', undefined],
    ['大概200-300元', '200-300'],
    ['金额是470', '470'],
    ['上个月多扣了38', '38'],
    ['扣了2次', undefined],
    ['一共3件', undefined],
    ['I was charged 90 instead of it', '90'],
    ['the total is 1,250.50', '1250.50'],
    ['charged 3 times', undefined],
    ['transfer to 6222020200112233', undefined],
    ['paid on 2026-01-05', undefined],
  ])('finds the sum in %s', (text, amount) => {
    expect(extract(text)['amount']).toBe(amount)
  })

  it.each([
    ['昨天买的', '2026-01-11'],
    ['大前天', '2026-01-09'],
    ['3天前', '2026-01-09'],
    ['两周前', '2025-12-29'],
    ['上周三', '2026-01-07'],
    ['上周买的', '上周'],
    ['2026年1月5日', '2026-01-05'],
    ['12月30号', '2025-12-30'],
    ['十二月三十号', '2025-12-30'],
    ['bought it on Jan 5', '2026-01-05'],
    ['5th of January, 2026', '2026-01-05'],
    ['yesterday', '2026-01-11'],
    ['a week ago', '2026-01-05'],
    ['last month', 'last month'],
    ['2026-02-31', undefined],
    ['大后天下午', '2026-01-15'],
    ['下周五', '2026-01-23'],
    ['下下周一', '2026-01-26'],
    ['day after tomorrow', '2026-01-14'],
    ['next Tuesday', '2026-01-20'],
    ['this Saturday', '2026-01-17'],
    ['Friday next week', '2026-01-23'],
    ['the 5th of this month', '2026-01-05'],
  ])('reads the day in %s as %s', (text, day) => {
    expect(extract(text)['bought_on']).toBe(day)
  })

  it.each([
    ['我上周买的口红断了', '口红'],
    ['买了一双鞋穿了两天开胶了', '鞋'],
    ['我家净水器漏水了', '净水器'],
    ['收到的玻璃杯碎了', '玻璃杯'],
    ['我想退掉这件毛衣', '毛衣'],
    ['電腦壞了', '電腦'],
    ['the kettle I bought broke', 'kettle'],
    ['my coffee machine stopped working', 'coffee machine'],
    ['I bought a red jacket last week and it faded', 'red jacket'],
    ['I want to return the headphones', 'headphones'],
    ['退款多久到账', undefined],
    ['我买的东西坏了', undefined],
    ['my order arrived late', undefined],
  ])('finds the product in %s: %s', (text, product) => {
    expect(extract(text)['product']).toBe(product)
  })

  it.each([
    ['name raji and my order is late', 'raji'],
    ['name Jack Stone address 673 hillcrest lane', 'Jack Stone'],
    ['the name of the product', undefined],
    ['please change the name on the invoice', undefined],
    ['name is wrong', undefined],
  ])('finds the name in %s', (text, name) => {
    expect(extract(text)['name']).toBe(name)
  })

  it.each([
    ['my address is 52 gateway street fl 57862 my contact number is 0246789123', '52 gateway street fl 57862'],
    ['deliver to no 85 light house road al 45289 and call me', 'no 85 light house road al 45289'],
    ['1501 hwy 14 east', undefined],
    ['it took 3 days to drive to the street', undefined],
    ['new address: 32 basant vihar moscow', '32 basant vihar moscow'],
    ['address is wrong for 2 orders', undefined],
  ])('finds the address in %s', (text, address) => {
    expect(extract(text)['address']).toBe(address)
  })

  it.each([
    ['my confirmation number is HTR 635 and I want a seat', 'HTR 635'],
    ['booking t 56 h 78', 'T 56 H 78'],
    ['确认号是 AB12 34', 'AB12 34'],
    ['booking for 2 people', undefined],
    ['I have no booking', undefined],
  ])('finds the reference in %s', (text, order_no) => {
    expect(extract(text)['order_no']).toBe(order_no)
  })

  it('finds names and addresses where they are said to be such', () => {
    expect(extract('我叫王小明，地址：上海市浦东新区世纪大道100号3楼')).toMatchObject({
      name: '王小明',
      address: '上海市浦东新区世纪大道100号3楼',
    })
    expect(extract('My name is Anna Smith, 12 Baker Street, London')).toMatchObject({
      name: 'Anna Smith',
      address: '12 Baker Street, London',
    })
  })

  it.each([
    ['M码', 'size', { size: 'M' }],
    ['m', 'size', { size: 'M' }],
    ['13800138000', 'phone', { phone: '13800138000' }],
    ['13800138000', 'order_no', { order_no: '13800138000' }],
    ['13800138000', 'order_no,phone', { phone: '13800138000' }],
    ['20260112345', 'order_no', { order_no: '20260112345' }],
    ['6688', 'order_no', { order_no: '6688' }],
    ['20260112345 13800138000', 'order_no,phone', { order_no: '20260112345', phone: '13800138000' }],
    ['換貨', 'wish', { wish: 'exchange' }],
    ['不要换货，要退款', 'wish', { wish: 'refund' }],
    ['口红', 'product', { product: '口红' }],
    ['王小明', 'name', { name: '王小明' }],
    ['300', 'amount', { amount: '300' }],
    ['他们一直不回我', 'details', { details: '他们一直不回我' }],
    ['快点处理', 'product', {}],
    ['谢谢', 'details', {}],
  ])('binds %s to the open question about %s', (text, about, fields) => {
    expect(extract(text, asking(about))).toEqual(fields)
  })

  it('points at the words as they are stored, whatever folding did', () => {
    const text = '😀訂\u200b單號：ＡＢ１２３４５６！'
    const [one] = extractFields(
      hear({ ...(turnOf(text).messages[0] as NonNullable<ReturnType<typeof turnOf>['messages'][0]>) }),
      config,
      viewOf(),
    )
    expect(text.slice(one?.evidence.start, one?.evidence.end)).toBe('ＡＢ１２３４５６')
  })

  it.each([
    'a',
    '1',
    '我',
    '买的',
    '1-',
    'a@',
    '@a.',
    ' 1',
    '订单号',
    '坏了',
    'my kettle ',
    '一',
    '1,',
    '地址',
    'not ',
    '上周',
    '😀',
    '\u200b',
  ])('reads a megabyte of “%s” once, not again and again', (piece) => {
    expect(growthOf((text) => extract(text, asking('order_no,details')), piece, 1_000_000)).toBeLessThan(LINEAR)
  })
})

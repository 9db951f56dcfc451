import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText } from '../../testing/any-text.ts'
import { fixtureConfig as config } from '../../testing/fakes/fixture-config.ts'
import { ticketOf, turnOf, viewOf } from '../../testing/fakes/fixture-turn.ts'
import type { Claim } from '../domain/claim.ts'
import { missingFields } from './missing-fields.ts'
import { verifyClaims } from './verify-claims.ts'

const turn = turnOf('我上周买的口红断了，订单号 2026-0112 345', '花了一百五十块，要換貨，尾号六六八八')
const view = viewOf({ tickets: [ticketOf()] })

/** Evidence on the first place where these words stand. */
function on(words: string) {
  const message = turn.messages.find((one) => one.text.includes(words))
  const start = message?.text.indexOf(words) ?? 0
  return { message: message?.id ?? 'none', start, end: start + words.length }
}
const field = (name: string, value: string, words: string, confidence = 0.9): Claim => ({
  about: 'field',
  matter: 0,
  name,
  value,
  confidence,
  words: on(words),
})
const verify = (...claims: readonly Claim[]) => verifyClaims(turn, claims, config, view, 'm')
const valueFrom = (claim: Claim) => verify(claim).matters[0]?.fields[0]?.value

describe('verification', () => {
  it.each([
    ['order_no', '20260112345', '订单号 2026-0112 345'],
    ['order_no', '6688', '尾号六六八八'],
    ['amount', '150', '一百五十块'],
    ['wish', 'exchange', '要換貨'],
    ['product', '口红', '口红'],
    ['bought_on', '2026-01-05', '上周'],
    ['bought_on', '上周', '上周'],
  ])('keeps %s %s, which stands in %s', (name, value, words) => {
    expect(valueFrom(field(name, value, words))).toBe(value)
  })

  it.each([
    ['a value that was never said', field('order_no', '20260112346', '订单号 2026-0112 345')],
    ['a value said elsewhere', field('product', '口红', '订单号')],
    ['a field the desk does not have', field('password', '口红', '口红')],
    ['a choice that is not on the list', field('wish', '换货', '要換貨')],
    ['a choice nobody named', field('wish', 'refund', '要換貨')],
    ['another amount', field('amount', '15', '一百五十块')],
    ['a day on words that speak of none', field('bought_on', '2026-01-05', '口红')],
    ['an empty value', field('product', ' ', '口红')],
    ['words outside the turn', { ...field('product', '口红', '口红'), words: { message: 'm9', start: 0, end: 2 } }],
    ['words beyond the end', { ...field('product', '口红', '口红'), words: { message: 'm1', start: 0, end: 400 } }],
    ['no words', { ...field('product', '口红', '口红'), words: { message: 'm1', start: 5, end: 5 } }],
    ['half a place', { ...field('product', '口红', '口红'), words: { message: 'm1', start: 0.5, end: 6.5 } }],
    ['an unknown category', { about: 'category', matter: 0, category: 'x/y', confidence: 1, others: [], words: on('口红') }],
    ["another customer's ticket", { about: 'ticket', matter: 0, ticket: 'k2', confidence: 1, words: on('口红') }],
    ['a confidence beyond all measure', { ...field('product', '口红', '口红'), confidence: 7 }],
  ] as readonly (readonly [string, Claim])[])('drops %s, and counts it', (_, claim) => {
    expect(verify(claim)).toMatchObject({ dropped: 1, matters: [] })
  })

  it('puts matters in the order they were said', () => {
    const words = [on('花了'), on('口红')]
    const { matters } = verify(
      ...words.map(
        (at, matter): Claim => ({ about: 'intent', matter, intent: matter === 0 ? 'chase' : 'problem', confidence: 1, words: at }),
      ),
    )
    expect(matters.map((one) => one.intent)).toEqual(['problem', 'chase'])
  })

  it('keeps the surest value of a field, and of equals the last said', () => {
    expect(verify(field('product', '口红', '口红', 0.9), field('product', '口', '口', 0.5)).matters[0]?.fields).toHaveLength(1)
    expect(valueFrom(field('product', '口红', '口红'))).toBe('口红')
    expect(verify(field('product', '口红', '口红'), field('product', '口', '口')).matters[0]?.fields[0]?.value).toBe('口')
  })

  it("keeps the customer's own words beside the value", () => {
    expect(verify(field('order_no', '20260112345', '2026-0112 345')).matters[0]?.fields[0]?.words).toBe('2026-0112 345')
  })

  it('takes a matter nobody named for a neutral problem, titled by what was said', () => {
    const [matter] = verify(field('product', '口红', '口红')).matters
    expect(matter).toMatchObject({ intent: 'problem', confidence: 0, mood: 'neutral', urgency: null, ticket: null, category: null })
    expect(matter?.title).toContain('我上周买的口红断了')
  })

  it('cuts titles and summaries between characters, on one line, without marks that turn the text', () => {
    const title: Claim = {
      about: 'title',
      matter: 0,
      title: `\u202e👨‍👩‍👧‍👦`.repeat(40),
      summary: `a\nb${'字'.repeat(400)}`,
      words: on('口红'),
    }
    const [matter] = verify(title).matters
    expect([...(matter?.title ?? '')].length).toBeLessThanOrEqual(60)
    expect(matter?.title).toMatch(/^(?:👨‍👩‍👧‍👦)+$/u)
    expect([...(matter?.summary ?? '')]).toHaveLength(300)
    expect(matter?.summary).toMatch(/^a b字/)
  })

  it('keeps of the other categories those the desk has', () => {
    const others = [
      { category: 'returns/refund', confidence: 0.2 },
      { category: 'x/y', confidence: 0.1 },
    ]
    const { matters } = verify({ about: 'category', matter: 0, category: 'returns/exchange', confidence: 0.7, others, words: on('要換貨') })
    expect(matters[0]?.category?.others).toEqual([{ category: 'returns/refund', confidence: 0.2 }])
  })

  it('keeps nothing that no database can hold, not even half a character', () => {
    const emoji = turnOf('it cost 150 \u{1F600}')
    const words = { message: 'm1', start: 8, end: 13 }
    const claim: Claim = { about: 'field', matter: 0, name: 'amount', value: '150\u0000', confidence: 0.9, words }
    const [kept] = verifyClaims(emoji, [claim], config, view).matters[0]?.fields ?? []
    expect([kept?.value, kept?.words.isWellFormed()]).toEqual(['150', true])
  })

  it('never throws, whatever a model makes up', () => {
    const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withTypedArray: true })
    const words = fc.oneof(
      anything,
      fc.record({ message: fc.constantFrom('m1', 'm2', 'm3'), start: fc.integer(), end: fc.oneof(fc.integer(), fc.double()) }),
      fc.record({ message: fc.constant('m1'), start: fc.constant(0), end: fc.constant(5) }),
    )
    const claim = fc.oneof(
      anything,
      fc.record(
        {
          about: fc.constantFrom('intent', 'category', 'field', 'mood', 'urgency', 'ticket', 'title', '__proto__'),
          matter: fc.oneof(fc.nat(3), anything),
          words,
          confidence: fc.oneof(fc.double(), anything),
          name: fc.oneof(fc.constantFrom('order_no', 'wish', 'amount', 'bought_on'), anything),
          value: fc.oneof(anyText(), anything),
          category: fc.oneof(fc.constant('returns/refund'), anything),
          others: anything,
          title: fc.oneof(anyText(), anything),
          summary: fc.oneof(fc.string(), anything),
        },
        { requiredKeys: ['about'] },
      ),
    )
    fc.assert(
      fc.property(fc.array(claim), fc.array(anyText()), (claims, texts) => {
        const said = turnOf('订单号 2026', ...texts)
        const read = verifyClaims(said, claims as Claim[], config, view)
        expect(read.dropped).toBeLessThanOrEqual(claims.length)
        for (const matter of read.matters) {
          expect([...matter.title].length).toBeLessThanOrEqual(60)
          for (const one of matter.fields) expect(said.messages.find((each) => each.id === one.evidence.message)?.text).toContain(one.words)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('missing fields', () => {
  it('names what the template still lacks, in its order', () => {
    expect(missingFields('after-sales/quality', [{ name: 'product' }], config).map((one) => one.key)).toEqual(['order_no', 'wish'])
  })

  it('lacks nothing without a category', () => {
    expect(missingFields(null, [], config)).toEqual([])
    expect(missingFields('no/such', [], config)).toEqual([])
  })
})

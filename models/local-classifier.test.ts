import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Example } from '../bot/ports/learn.ts'
import { decodeClassifier } from './classifier-blob.ts'
import { LocalClassifier } from './local-classifier.ts'
import { trainClassifier } from './train-classifier.ts'

const things = ['水壶', '耳机', '外套', '台灯', '杯子', '书包', '键盘', '手表', '鞋子', '椅子', 'kettle', 'lamp', 'shirt', 'phone']
const rows: readonly (readonly [string, string])[] = things.flatMap((thing): readonly (readonly [string, string])[] => [
  [`我买的${thing}坏了`, 'after-sales/quality'],
  [`my ${thing} broke after a day`, 'after-sales/quality'],
  [`${thing}我要退款`, 'returns/refund'],
  [`refund me for the ${thing} please`, 'returns/refund'],
  [`${thing}的发票开一下`, 'invoice/issue'],
  [`I need the invoice of my ${thing}`, 'invoice/issue'],
])
const examples = rows.map(([text, category]): Example => ({ text, lang: 'zh-CN', category, source: 'seed' }))
const trained = trainClassifier(examples)
const classifier = LocalClassifier.load(trained.bytes)

describe('local classifier', () => {
  it.each([
    ['帽子坏了', 'after-sales/quality'],
    ['帽子壞了', 'after-sales/quality'],
    ['ＲＥＦＵＮＤ my hat', 'returns/refund'],
    ['can I have an invoice', 'invoice/issue'],
  ])('puts %s under %s', (text, category) => {
    expect(classifier.predict(text)).toMatchObject({ category, inScope: true })
  })

  it('knows what it was never taught', () => {
    expect(classifier.predict('')).toBeNull()
    expect(classifier.predict('😀😀')).toBeNull()
    expect(classifier.predict('ωμέγα')).toBeNull()
    expect(classifier.predict('quantum chromodynamics lattice')?.confidence ?? 0).toBeLessThan(
      classifier.predict('refund me')?.confidence ?? 0,
    )
  })

  it('gives shares that add up, the next best first', () => {
    const { confidence, others } = classifier.predict('退款，发票') ?? { confidence: 0, others: [] }
    const all = [confidence, ...others.map((one) => one.confidence)]
    expect(all).toHaveLength(3)
    expect(all.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1)
    expect(all).toEqual([...all].sort((a, b) => b - a))
  })

  it('never takes a number for a reason', () => {
    expect(classifier.predict('20260112345')?.category).toBe(classifier.predict('99999999999')?.category)
  })

  it('tells an unreadable blob from any bytes whatever', () => {
    const codeOf = (bytes: Uint8Array): unknown => {
      try {
        decodeClassifier(bytes)
        return null
      } catch (error) {
        return (error as { code?: unknown }).code
      }
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => codeOf(bytes) === 'MODEL_UNREADABLE'))
    fc.assert(
      fc.property(fc.nat(trained.bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const bytes = trained.bytes.slice()
        bytes[at] = (bytes[at] ?? 0) ^ by
        return codeOf(bytes) === 'MODEL_UNREADABLE'
      }),
      { numRuns: 50 },
    )
  })

  it('learns one category, too', () => {
    const one = LocalClassifier.load(trainClassifier(examples.slice(0, 1)).bytes)
    expect(one.predict('我买的水壶坏了')).toMatchObject({ category: 'after-sales/quality', others: [] })
  })
})

import { describe, expect, it } from 'vitest'
import type { FieldDef, FieldKind } from './desk-config.ts'
import { fieldValue } from './field-value.ts'

const labels = (en: string) => ({ en, 'zh-CN': en, 'zh-TW': en })
const of = (kind: FieldKind): FieldDef => ({ key: 'x', kind, labels: labels('X') })
const choice: FieldDef = {
  ...of('choice'),
  choices: [{ key: 'refund', labels: { en: 'Refund', 'zh-CN': '退款', 'zh-TW': '退款' }, words: [] }],
}

describe('a value typed by a person', () => {
  it.each([
    ['order_no', ' 20260112345 ', '20260112345'],
    ['order_no', 'ＡＢ－１２３', 'AB-123'],
    ['order_no', '三个', null],
    ['parcel_no', 'SF1234567890', 'SF1234567890'],
    ['parcel_no', 'SF 12', null],
    ['phone', '+86 138-0013-8000', '+8613800138000'],
    ['phone', '12', null],
    ['phone', 'call me', null],
    ['email', 'ann@example.com', 'ann@example.com'],
    ['email', 'ann@example', null],
    ['amount', '￥199.00', '¥199.00'],
    ['amount', '199 元', '199 元'],
    ['amount', 'much', null],
    ['date', '2026-01-12', '2026-01-12'],
    ['date', '2026年1月2日', '2026-01-02'],
    ['date', '2026-02-30', null],
    ['date', 'tomorrow', null],
    ['text', '  M 码 ', 'M 码'],
    ['text', '   ', null],
    ['name', 'x'.repeat(501), null],
  ] as const)('of kind %s: “%s” is kept as %s', (kind, words, kept) => {
    expect(fieldValue(of(kind), words)).toBe(kept)
  })

  it('of a list is named by its key or by a label of any language', () => {
    expect(['refund', '退款', ' Refund'].map((words) => fieldValue(choice, words))).toEqual(['refund', 'refund', 'refund'])
    expect(fieldValue(choice, 'gift')).toBeNull()
  })
})

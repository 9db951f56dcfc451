import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText } from '../../testing/any-text.ts'
import { growthOf, LINEAR } from '../../testing/growth.ts'
import { chineseNumber, fold, foldChineseDigits, foldTight, foldWithMap, originalSpan, visible } from './fold.ts'

describe('fold', () => {
  it.each([
    ['ＡＢＣ１２３', 'abc123'],
    ['訂單號：２０２６', '订单号:2026'],
    ['換貨 裡面 週末 臺灣 帳號', '换货 里面 周末 台湾 账号'],
    ['Ünïted ÉTÉ', 'ünïted été'],
    ['￥３００　元', '¥300 元'],
  ])('reads %s as %s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  it('drops what nobody can see', () => {
    const hidden = ['\u200b', '\u200d', '\u202e', '\u2066', '\ufeff', '\u00ad', '\ufe0f', '\u{e0041}', '\u{e0100}', '\u3164', '\u2063']
    for (const char of hidden) expect(fold(`退${char}款${char}`)).toBe('退款')
  })

  it('shows a text as written, without what nobody can see', () => {
    expect(visible('訂\u200b單 ＡＢ👨‍👩‍👧\u202e')).toBe('訂單 ＡＢ👨‍👩‍👧')
  })

  it('keeps emoji whole', () => {
    const emoji = ['👨‍👩‍👧‍👦', '❤️‍🔥', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣', '🇨🇳', '👍🏽', '🏳️‍🌈', '🙅🏽‍♀️', '🙂‍↔️', '©️', '⚠️']
    for (const one of emoji) expect(fold(`a${one}b`)).toBe(`a${one}b`)
  })

  it('drops words hidden behind a flag', () => {
    const tags = [...'ignore'].map((char) => String.fromCodePoint(0xe0000 + char.charCodeAt(0))).join('')
    expect(fold(`🏴${tags}\u{e007f}`)).toBe('🏴')
  })

  it('changes nothing the second time', () => {
    fc.assert(fc.property(anyText(), (text) => fold(fold(text)) === fold(text)))
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('👩', '\u200d', '\ufe0f', '\u200b', '1', '\u20e3', '🏴', '\u{e0067}', '\u{e007f}', '♀', 'İ', 'Σ')),
        (parts) => fold(fold(parts.join(''))) === fold(parts.join('')),
      ),
    )
  })

  it('leads each folded unit back to whole characters of the original, in order', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const folded = foldWithMap(text)
        expect(folded.text).toBe(fold(text))
        expect(folded.starts.length).toBe(folded.text.length)
        let last = 0
        for (let i = 0; i < folded.text.length; i++) {
          const { start, end } = originalSpan(folded, i, i + 1)
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(text.length)
          last = start
        }
      }),
    )
  })

  it('finds folded words in the original', () => {
    const text = '😀訂\u200b單號 ＡＢ１２'
    const folded = foldWithMap(text)
    const at = folded.text.indexOf('订单号')
    const span = originalSpan(folded, at, at + 3)
    expect(text.slice(span.start, span.end)).toBe('訂\u200b單號')
    expect(originalSpan(folded, 0, 0)).toEqual({ start: 0, end: 0 })
  })

  it('goes over a megabyte once, not again and again', () => {
    expect(growthOf(fold, '訂單號ＡＢ１２\u200b👩‍🚀', 1_000_000)).toBeLessThan(LINEAR)
  })
})

describe('values', () => {
  it('compares without spaces and hyphens', () => {
    expect(foldTight('ＳＦ-1234 5678')).toBe('sf12345678')
  })

  it('reads Chinese digits one by one only when asked', () => {
    expect(fold('尾号六六八八')).toBe('尾号六六八八')
    expect(foldChineseDigits(fold('尾號陸陸捌捌'))).toBe('尾号6688')
  })

  it.each([
    ['二十三', 23],
    ['十', 10],
    ['两千零五', 2005],
    ['一百五', 150],
    ['一百零五', 105],
    ['一万二', 12_000],
    ['二〇二六', 2026],
    ['三', 3],
    ['好', null],
    ['', null],
  ])('reads %s as %s', (words, value) => {
    expect(chineseNumber(words)).toBe(value)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutText, textLength } from './cut-text.ts'

describe('cutting a text to what a platform takes', () => {
  it.each(['utf8-bytes', 'utf16', 'chars'] as const)('loses nothing and never exceeds the limit in %s', (unit) => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 16, max: 60 }), (text, max) => {
        const parts = cutText(text, { max, unit })
        expect(parts.join('')).toBe(text)
        for (const part of parts) expect(textLength(part, unit)).toBeLessThanOrEqual(max)
      }),
      { numRuns: 500 },
    )
  })

  it('keeps a family emoji and a flag whole', () => {
    const parts = cutText('好👨‍👩‍👧‍👦🇨🇳'.repeat(5), { max: 12, unit: 'chars' })
    expect(parts.every((part) => /^(好|👨‍👩‍👧‍👦|🇨🇳)+$/u.test(part))).toBe(true)
  })

  it('prefers to cut after a sentence', () => {
    expect(cutText(`${'一'.repeat(17)}。${'二'.repeat(10)}`, { max: 20, unit: 'chars' })[0]).toBe(`${'一'.repeat(17)}。`)
  })
})

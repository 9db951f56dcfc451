import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sized } from '../../testing/full-size.ts'
import { cutText, textLength } from './cut-text.ts'

/** Fault 51 asks for 10,000 texts; each day there are fewer. */
const TEXTS = sized(500, 10_000)

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

describe('cutting a text to what a platform takes', () => {
  it.each(['utf8-bytes', 'utf16', 'chars'] as const)(
    'loses nothing, never exceeds the limit in %s, and cuts between characters',
    (unit) => {
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 16, max: 60 }), (text, max) => {
          const parts = cutText(text, { max, unit })
          expect(parts.join('')).toBe(text)
          for (const part of parts) expect(textLength(part, unit)).toBeLessThanOrEqual(max)
          const borders = new Set<number>([text.length])
          for (const { index, segment } of graphemes.segment(text)) {
            borders.add(index)
            // Only a character that is longer than a whole part is cut within.
            if (textLength(segment, unit) > max) for (let i = 0; i < segment.length; i++) borders.add(index + i)
          }
          let end = 0
          for (const part of parts) {
            end += part.length
            expect(borders).toContain(end)
          }
        }),
        { numRuns: TEXTS },
      )
    },
    sized(10_000, 600_000),
  )

  it('keeps a family emoji and a flag whole', () => {
    const parts = cutText('好👨‍👩‍👧‍👦🇨🇳'.repeat(5), { max: 12, unit: 'chars' })
    expect(parts.every((part) => /^(好|👨‍👩‍👧‍👦|🇨🇳)+$/u.test(part))).toBe(true)
  })

  it('prefers to cut after a sentence', () => {
    expect(cutText(`${'一'.repeat(17)}。${'二'.repeat(10)}`, { max: 20, unit: 'chars' })[0]).toBe(`${'一'.repeat(17)}。`)
  })
})

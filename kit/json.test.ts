import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fault } from './fault.ts'
import { cleanText, parseJson } from './json.ts'

describe('clean text', () => {
  it.each([
    ['plain', 'M码 👍', 'M码 👍', false],
    ['NUL', 'a\0b', 'a\uFFFDb', true],
    ['a lone high surrogate', 'a\uD83Db', 'a\uFFFDb', true],
    ['a lone low surrogate', '\uDC4D', '\uFFFD', true],
  ])('of %s', (_, text, clean, changed) => {
    expect(cleanText(text)).toEqual({ text: clean, changed })
  })

  it('is storable, keeps every offset, and is clean already', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0x41, 0x4e2d, 0xd83d, 0xdc4d, 0xfffd)), (units) => {
        const text = String.fromCharCode(...units)
        const clean = cleanText(text).text
        return clean.isWellFormed() && !clean.includes('\0') && clean.length === text.length && !cleanText(clean).changed
      }),
    )
  })
})

describe('JSON of strangers', () => {
  it('is parsed as JSON is', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it.each([
    ['cut', '{"a":'],
    ['empty', ''],
    ['nested too deep', '['.repeat(100_000)],
    ['nested too deep after a quoted bracket', `["]]]\\"]]",${'{"a":'.repeat(70)}1${'}'.repeat(70)}]`],
  ])('is refused as INPUT_INVALID when %s', (_, text) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ name: 'Fault', code: 'INPUT_INVALID' }) as Fault)
  })

  it('may hold any number of brackets inside a text', () => {
    expect(parseJson(`"${'['.repeat(1000)}"`)).toHaveLength(1000)
  })
})

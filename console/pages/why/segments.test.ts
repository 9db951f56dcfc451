import { describe, expect, it } from 'vitest'
import { segmentsOf } from './segments.ts'

describe('segmentsOf', () => {
  it('keeps a message without claims whole', () => {
    expect(segmentsOf('hello', [])).toEqual([{ text: 'hello', start: 0, claims: [] }])
  })

  it('cuts where claims overlap and names both', () => {
    const pieces = segmentsOf('尾号6688的单坏了', [
      { start: 0, end: 6 },
      { start: 2, end: 9 },
    ])
    expect(pieces.map(({ text, claims }) => [text, claims])).toEqual([
      ['尾号', [0]],
      ['6688', [0, 1]],
      ['的单坏', [1]],
      ['了', []],
    ])
  })

  it('loses no character and ignores claims outside the text', () => {
    const text = '坏了😠 really'
    const pieces = segmentsOf(text, [
      { start: 2, end: 4 },
      { start: 3, end: 99 },
      { start: 5, end: 5 },
    ])
    expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    expect(pieces.flatMap((piece) => piece.claims)).toEqual([0])
  })

  it('answers nothing for an empty message', () => {
    expect(segmentsOf('', [])).toEqual([])
  })
})

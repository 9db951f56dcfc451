import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCsv } from './read-csv.ts'
import { clean, type History, type ReadOptions, readHistory } from './read-history.ts'

const options: ReadOptions = {
  format: 'csv',
  columns: { text: 'question', category: 'type', lang: null },
  categories: ['returns/refund', 'invoice/issue'],
  labels: new Map([['退款', 'returns/refund']]),
  fallbackLang: 'zh-CN',
}
const read = (text: string, more: Partial<ReadOptions> = {}): History => {
  const history = readHistory(text, { ...options, ...more })
  if ('missing' in history) throw new Error(`no ${history.missing}`)
  return history
}

describe('CSV', () => {
  it.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      '\uFEFFa;b\r\n"1;x";"say ""hi"""\r\n',
      [
        ['a', 'b'],
        ['1;x', 'say "hi"'],
      ],
    ],
    [
      'a\tb\n"two\nlines"\t3',
      [
        ['a', 'b'],
        ['two\nlines', '3'],
      ],
    ],
    [
      'a,b\n\n,\n1,',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
  ])('%j is read', (text, rows) => {
    expect(readCsv(text).map((row) => row.cells)).toEqual(rows)
  })

  it('knows the line of each row, and loses one row to a quote that is never closed', () => {
    const rows = readCsv('a,b\n"1\n2",x\n"open,3\n4,5\n')
    expect(rows.map(({ line, broken }) => [line, broken])).toEqual([
      [1, false],
      [2, false],
      [4, true],
      [5, false],
    ])
  })

  it('gives back whatever was written by its rules', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ';', ' ', '好') })
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, fc.constant('end')), { minLength: 1, maxLength: 8 }), (rows) => {
        const text = `x,y,z\n${rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\r\n')}`
        expect(
          readCsv(text)
            .slice(1)
            .map((row) => row.cells),
        ).toEqual(rows)
      }),
    )
  })

  it('reads a megabyte of anything in a moment', () => {
    for (const piece of ['"', ',', '"a', 'a"', '\n"', '""']) {
      const start = performance.now()
      readCsv(`a,b\n${piece.repeat(Math.ceil(300_000 / piece.length))}`)
      expect(performance.now() - start).toBeLessThan(3_000)
    }
  })
})

describe('tickets of old', () => {
  it('become examples by our keys or by their labels, in the language they are written in', () => {
    const { examples, errors } = read(
      'question,type\n钱还没退给我,退款\n請問發票什麼時候開,invoice/issue\nwhere is my refund,returns/refund\n',
    )
    expect(errors).toEqual([])
    expect(examples).toEqual([
      { text: '钱还没退给我', lang: 'zh-CN', category: 'returns/refund' },
      { text: '請問發票什麼時候開', lang: 'zh-TW', category: 'invoice/issue' },
      { text: 'where is my refund', lang: 'en', category: 'returns/refund' },
    ])
  })

  it('are told of line by line where they are no use', () => {
    const { examples, errors, doubled } = read(
      [
        'question,type',
        ',退款',
        '退,退款',
        '钱呢钱呢,',
        '钱还没退给我,物流',
        '"开票吗,退款',
        '能退吗我要退,退款',
        '能退吗，我要退！,退款',
        '什么时候开票,退款',
        '什么时候开票,invoice/issue',
      ].join('\n'),
    )
    expect(errors.map(({ line, fault }) => [line, fault])).toEqual([
      [2, 'no-text'],
      [3, 'too-short'],
      [4, 'no-category'],
      [5, 'category-unknown'],
      [6, 'broken'],
      [9, 'conflict'],
      [10, 'conflict'],
    ])
    expect(doubled).toBe(1)
    expect(examples.map((one) => one.text)).toEqual(['能退吗我要退'])
  })

  it('may be JSON Lines, with broken ones among them', () => {
    const lines = [
      '{"q":"refund me please","c":"returns/refund","l":"en"}',
      '{',
      '[]',
      '{"q":"refund me now","c":"returns/refund","l":"fr"}',
    ]
    const { examples, errors } = read(lines.join('\n'), { format: 'jsonl', columns: { text: 'q', category: 'c', lang: 'l' } })
    expect(examples).toHaveLength(1)
    expect(errors.map(({ line, fault }) => [line, fault])).toEqual([
      [2, 'broken'],
      [3, 'broken'],
      [4, 'lang-unknown'],
    ])
  })

  it('say which column is missing', () => {
    expect(readHistory('Question,type\nx,y', options)).toEqual({ missing: 'question', columns: ['Question', 'type'] })
  })

  it('are cleaned of markup, links, quoted mail and private words', () => {
    const raw =
      '<p>My order never came&nbsp;</p>\n> On Monday you wrote:\nhttps://shop.example/x mail me at ann@example.com or 13800138000<br>thanks'
    expect(clean(raw)).toBe('My order never came mail me at or thanks')
  })
})

/** Row 82 of the fault catalogue: what nobody can see is read by no model and no command, and no emoji breaks over it. */
import { beforeAll, describe, expect, it } from 'vitest'
import { fold, visible } from './fold.ts'
import { agentCommand, customerCommand } from './grammar.ts'
import { shorten } from './shorten.ts'

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i))
const HIDDEN = [
  ...range(0xe0000, 0xe007f),
  ...range(0xe0100, 0xe01ef),
  ...range(0xfe00, 0xfe0f),
  ...range(0x200b, 0x200f),
  ...range(0x202a, 0x202e),
  ...range(0x2060, 0x2064),
  ...range(0x2066, 0x206f),
  ...['\u00ad', '\u034f', '\u061c', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u180e', '\u3164', '\ufeff', '\uffa0'],
]
const LEFT = new RegExp(`[${HIDDEN.map((char) => `\\u{${(char.codePointAt(0) as number).toString(16)}}`).join('')}]`, 'u')
const RGI = /^\p{RGI_Emoji}$/v
const EACH_RGI = /\p{RGI_Emoji}/gv

/** Every emoji that Unicode recommends, as far as it is built from one, two or three pictures in the usual ways. */
function emoji(): readonly string[] {
  const singles = [...range(0x23, 0x2bff), ...range(0x3030, 0x3299), ...range(0x1f000, 0x1faff)]
  const tones = ['', ...range(0x1f3fb, 0x1f3ff)]
  const plain = singles.flatMap((one) => [one, `${one}\ufe0f`, `${one}\ufe0f\u20e3`, ...tones.slice(1).map((tone) => one + tone)])
  const letters = range(0x1f1e6, 0x1f1ff)
  const flags = letters.flatMap((a) => letters.map((b) => a + b))
  const subdivisions = ['gbeng', 'gbsct', 'gbwls'].map(
    (tag) => `🏴${[...tag].map((char) => String.fromCodePoint(0xe0000 + char.charCodeAt(0))).join('')}\u{e007f}`,
  )
  const people = singles.filter((one) => /^\p{Emoji_Modifier_Base}$/u.test(one))
  const toned = people.flatMap((one) => tones.map((tone) => one + tone))
  const parts = singles.filter((one) => /^\p{Emoji}$/u.test(one)).flatMap((one) => [one, `${one}\ufe0f`])
  const tails = ['♀\ufe0f', '♂\ufe0f', '➡\ufe0f', '♀\ufe0f\u200d➡\ufe0f', '♂\ufe0f\u200d➡\ufe0f']
  const jobs = singles
    .filter((one) => RGI.test(`🧑\u200d${one}`) || RGI.test(`🧑\u200d${one}\ufe0f`))
    .flatMap((one) => [one, `${one}\ufe0f`])
  const joined = [
    ...toned.flatMap((one) => [...tails, ...jobs].map((tail) => `${one}\u200d${tail}`)),
    ...singles.filter((one) => !people.includes(one)).flatMap((one) => tails.map((tail) => `${one}\u200d${tail}`)),
    ...['❤\ufe0f', '🏳\ufe0f', '🏴', '👁\ufe0f', '😮', '😵', '😶', '🙂', '🐕', '🐈', '🐦', '🐻', '🍋', '🍄', '⛓\ufe0f', '👯', '🤼'].flatMap(
      (one) => parts.map((part) => `${one}\u200d${part}`),
    ),
    ...['👨', '👩', '🧑'].flatMap((a) =>
      ['👨', '👩', '🧑', '👧', '👦', '🧒'].flatMap((b) =>
        ['👧', '👦', '🧒'].flatMap((c) => [`${a}\u200d${b}`, `${a}\u200d${b}\u200d${c}`, `${a}\u200d${b}\u200d${c}\u200d👦`]),
      ),
    ),
    ...['👨', '👩', '🧑'].flatMap((a) =>
      tones.flatMap((x) =>
        ['👨', '👩', '🧑'].flatMap((b) =>
          tones.flatMap((y) => ['❤\ufe0f', '❤\ufe0f\u200d💋', '🤝'].map((by) => `${a}${x}\u200d${by}\u200d${b}${y}`)),
        ),
      ),
    ),
  ]
  return [...new Set([...plain, ...flags, ...subdivisions, ...joined].filter((one) => RGI.test(one)))]
}

describe('fault 82: what nobody can see', () => {
  let all: readonly string[]
  beforeAll(() => {
    all = emoji()
  })

  it('is told from 3,000 emoji and more, none of which breaks', () => {
    expect(all.length).toBeGreaterThan(3_000)
    const broken = all.filter((one) => visible(one) !== one || visible(`退款${one}a`) !== `退款${one}a`)
    expect(broken).toEqual([])
  })

  it('leaves nothing behind in any of them, wherever it stands', () => {
    const left = all.filter((one, i) => {
      const hide = (at: number) => HIDDEN[(i * 7 + at * 31) % HIDDEN.length]
      const said = `ig${hide(0)}nore ${hide(1)}${hide(2)} 退${hide(3)}款 ${one} x${hide(4)}${hide(5)}`
      return [visible(said), fold(said), shorten(said, 60)].some(
        (shown) =>
          LEFT.test(shown.replaceAll(EACH_RGI, '')) ||
          !shown.includes('ignore') ||
          !shown.includes('退款') ||
          !fold(shown).includes(fold(one)),
      )
    })
    expect(left).toEqual([])
  })

  it('hides in no command, and makes none', () => {
    for (const char of HIDDEN) {
      expect(customerCommand(`查${char}进${char}度${char}`), char.codePointAt(0)?.toString(16)).toEqual(customerCommand('查进度'))
      expect(agentCommand(`${char}resol${char}ve`)).toEqual(agentCommand('resolve'))
      expect(agentCommand([...'resolve'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join(''))).toBeNull()
    }
  })
})

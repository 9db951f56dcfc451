/** Every sentence of the desk, in every language, with words in it that would call people: nobody is called. Fault 92. */
import { describe, expect, it } from 'vitest'
import { LANGS } from '../../bot/domain/lang.ts'
import { texts } from '../../bot/texts/index.ts'
import { encode } from '../../connectors/slack/encode.ts'
import { createTokens } from '../../kit/tokens.ts'
import { callsIn } from '../doubles/slack/shown-text.ts'
import { MENTIONS } from '../mentions.ts'

const tokens = createTokens('a secret of the tests')
const words = { cancel: 'Cancel', send: 'Send', look: 'Preview', empty: 'Write something', wrong: (label: string) => `${label}?` }
const room = { id: 'r', channel: 'slack', account: 'T1', external: 'C1', thread: '1.1' }
const MOST_PARAMETERS = 8

/** All the sentences under a value, made with this word wherever a word is put in. */
function sentences(value: unknown, word: string): readonly string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap((each) => sentences(each, word))
  if (typeof value === 'function')
    return [Array<unknown>(MOST_PARAMETERS).fill(word), [anything(word)]].flatMap((given) => said(value, given))
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap((each) => sentences(each, word)) : []
}

function said(sentence: unknown, given: readonly unknown[]): readonly string[] {
  try {
    const made: unknown = (sentence as (...parts: readonly unknown[]) => unknown)(...given)
    return typeof made === 'string' ? [made] : []
  } catch {
    // Not that kind of parameter.
    return []
  }
}

/** Facts of which each is this word. */
const anything = (word: string): unknown => new Proxy({}, { get: (_, key) => (typeof key === 'string' ? word : undefined) })

describe('the desk’s sentences', () => {
  it.each(LANGS)('in %s notify nobody, whatever 300 words are put into them', (lang) => {
    expect(MENTIONS.length).toBeGreaterThanOrEqual(300)
    let holding = 0
    const called: unknown[] = []
    for (const word of MENTIONS) {
      const all = [...new Set(sentences(texts(lang), word).filter((text) => text.includes(word)))]
      holding += all.length
      // One post can carry them all: what one of them would call, the post calls.
      for (const kind of ['text', 'ping', 'whisper'] as const) {
        const { args } = encode(
          { id: 'd', room, kind, text: all.join('\n').slice(0, 2_500), ...(kind === 'whisper' ? { to: 'U1' } : {}) } as Parameters<
            typeof encode
          >[0],
          tokens,
          words,
        )
        const { notified, links } = callsIn(args)
        if (notified.length + links.length > 0) called.push([word, kind, notified, links])
      }
    }
    expect(called).toEqual([])
    // The walk does reach sentences that hold people's words.
    expect(holding / MENTIONS.length).toBeGreaterThan(40)
  })
})

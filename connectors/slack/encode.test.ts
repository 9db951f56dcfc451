import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../bot/cards/card.ts'
import type { Home } from '../../bot/cards/home.ts'
import type { Outgoing } from '../../bot/ports/channel.ts'
import { createTokens } from '../../kit/tokens.ts'
import { checkMessage, checkView } from '../../testing/doubles/slack/check-blocks.ts'
import { callsIn, shownText } from '../../testing/doubles/slack/shown-text.ts'
import { noForms } from '../../testing/fakes/slack-forms.ts'
import { sized } from '../../testing/full-size.ts'
import { MENTIONS } from '../../testing/mentions.ts'
import { readButton, writeButton } from './button.ts'
import { encode } from './encode.ts'
import { homeView } from './home-blocks.ts'
import { modalOf, ruleOf } from './modal.ts'
import { menuToken } from './more-menu.ts'
import { openPress } from './press-token.ts'
import { previewModal } from './preview-modal.ts'

const tokens = createTokens('a secret of the tests')
const words = { cancel: 'Cancel', send: 'Send', look: 'Preview', empty: 'Write something', wrong: (label: string) => `${label}?` }
const room = { id: 'r', channel: 'slack', account: 'T1', external: 'C1', thread: '1.1' }
const written = (out: Exclude<Outgoing, { kind: 'media' | 'home' }>) => encode(out, tokens, words).args

/** A card every text of which is this text. */
const cardSaying = (text: string, kind: Card['kind']): Card => ({
  kind,
  ticket: 't1',
  number: 7,
  version: 1,
  state: 'new',
  priority: 'P3',
  mood: 'neutral',
  title: text,
  text,
  chips: [{ text, tone: 'bad' }],
  lines: [
    { label: text, value: text, words: text, tone: 'warn' },
    { label: text, value: text, due: 1_790_000_000_000 },
  ],
  progress: { steps: [text, text], at: 1 },
  files: [{ name: text, mime: 'image/png', blob: 'b' }],
  actions: [
    { action: 'take', label: text, style: 'primary', confirm: text },
    { action: 'edit', label: text, style: 'default', needs: [{ name: 'text', label: text, kind: 'text', value: text }] },
    {
      action: 'transfer',
      label: text,
      style: 'danger',
      needs: [{ name: 'team', label: text, kind: 'choice', options: [{ key: 'a', label: text }] }],
    },
    { action: 'fields', label: text, style: 'default', needs: 'asked' },
    { action: 'merge', label: text, style: 'default', more: 'work', needs: [{ name: 'into', label: text, kind: 'line' }] },
    { action: 'why', label: text, style: 'default', more: 'know' },
  ],
  menu: { label: text, parts: { work: text, know: text, macro: text } },
})
/** Everything we can post, with this text wherever people's words can stand. */
const everything = (text: string): readonly Exclude<Outgoing, { kind: 'media' | 'home' }>[] => {
  const base = { id: 'd1', room }
  return [
    { ...base, kind: 'text', text },
    { ...base, kind: 'text', text, speaker: text, notice: true },
    { ...base, kind: 'ping', text },
    { ...base, kind: 'menu', text, options: [{ key: 'a', label: text }] },
    { ...base, kind: 'whisper', text, to: 'U1' },
    { ...base, kind: 'card', card: cardSaying(text, 'ticket'), worded: {}, ref: null },
    { ...base, kind: 'redraw', card: cardSaying(text, 'reply'), worded: {}, ref: '1.2' },
  ]
}

/** Whole windows, with this text wherever words can stand: a form, and a person's home. */
const views = (text: string): readonly Readonly<Record<string, unknown>>[] => {
  const reader = {
    words: { cancel: text, send: text, look: text, empty: text, wrong: () => text },
    list: () => [{ key: 'a', label: text }],
    form: async () => null,
    say: () => text,
    ...noForms,
  }
  const form = { token: 'x', action: null, room: 'C1', thread: null }
  const ask = { account: 'T1', user: 'U1', trigger: 't', label: text, form }
  const list = { name: 'list', label: text, kind: 'choice' as const, list: 'categories' as const }
  return [
    modalOf({ ...ask, inputs: [{ name: 'text', label: text, kind: 'text', value: text }, list] }, reader),
    previewModal(
      {
        title: text,
        label: text,
        speaker: text,
        parts: [text, text],
        chips: [{ text, tone: 'bad' }],
        lines: [{ label: text, value: text, tone: 'bad' }],
        again: text,
      },
      { press: { ticket: 't1', action: 'reply' }, form, blocks: [inputSaying(text)], values: { text } },
      reader.words,
    ),
    homeView(homeSaying(text), { tokens, site: 'https://a.slack.com', person: 'U1' }),
  ]
}
const inputSaying = (text: string) => ({
  type: 'input',
  block_id: '!text text',
  label: { type: 'plain_text', text },
  element: { type: 'plain_text_input', action_id: 'text', max_length: 3_000, initial_value: 'before' },
})
const homeSaying = (text: string): Home => ({
  title: text,
  figures: [{ label: text, value: text }],
  lists: [
    { title: text, empty: text, rows: [], more: text },
    {
      title: text,
      empty: text,
      rows: [
        {
          ticket: 't1',
          version: 1,
          title: text,
          chips: [{ text, tone: 'plain' }],
          due: { at: 1_790_000_000_000, label: text },
          card: { room: 'C1', ref: '1.2' },
          actions: [{ action: 'take', label: text, style: 'primary' }],
          open: text,
        },
      ],
      more: null,
    },
  ],
})

describe('people’s words', () => {
  it('notify nobody and link nothing, whatever they look like and wherever they stand', () => {
    expect(new Set(MENTIONS).size).toBeGreaterThanOrEqual(300)
    const called = MENTIONS.flatMap((text) => [...everything(text).map(written), ...views(text)].map(callsIn)).filter(
      ({ notified, links }) => notified.length + links.length > 0,
    )
    expect(called).toEqual([])
  })

  it('notify nobody, whatever they are, and are posts Slack takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        for (const out of everything(text.trim() === '' ? 'x' : text)) {
          expect(callsIn(written(out))).toEqual({ notified: [], links: [] })
          expect([out.kind, checkMessage(written(out))]).toEqual([out.kind, null])
        }
        for (const view of views(text.trim() === '' ? 'x' : text)) {
          expect(callsIn(view)).toEqual({ notified: [], links: [] })
          expect([view['type'], checkView(view)]).toEqual([view['type'], null])
        }
      }),
      { numRuns: 60 },
    )
  })

  // Faults 92 and 93; 93 asks for 100,000 texts.
  it(
    'are shown as they were said, and make nothing but words of themselves',
    () => {
      const MARKS = [
        '*',
        '_',
        '~',
        '`',
        '```',
        '>',
        '<',
        '&',
        '&amp;',
        '|',
        '\n',
        '# ',
        '- ',
        ':tada:',
        '<!here>',
        '<http://a|b>',
        '[a](http://b)',
        '"',
        '\\',
        '{"type":"actions"}',
      ]
      const word = fc.oneof(fc.constantFrom(...MARKS), fc.string({ unit: 'grapheme', maxLength: 8 }))
      const kinds = (blocks: unknown): unknown =>
        Array.isArray(blocks)
          ? blocks.map(kinds)
          : typeof blocks === 'object' && blocks !== null
            ? [(blocks as { type?: unknown }).type, kinds((blocks as { elements?: unknown }).elements)]
            : null
      const shape = (text: string) => kinds(written({ id: 'd', room, kind: 'text', text })['blocks'])
      const plain = JSON.stringify(shape('words'))
      fc.assert(
        fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), (words) => {
          const text = words.join('')
          fc.pre(text.trim() !== '')
          expect(shownText(written({ id: 'd', room, kind: 'text', text }))).toBe(text)
          expect(JSON.stringify(shape(text))).toBe(plain)
        }),
        { numRuns: sized(1_000, 100_000) },
      )
    },
    sized(20_000, 600_000),
  )

  it('call exactly those the desk means to call', () => {
    const args = written({ id: 'd', room, kind: 'ping', text: '<!channel> overdue', mention: ['U7'] })
    expect(new Set(callsIn(args).notified)).toEqual(new Set(['@U7']))
    expect(shownText(args)).toBe('@U7 <!channel> overdue')
  })

  it('of any length lose nothing: the parts joined are the text', () => {
    for (const text of ['👩‍👩‍👧‍👦'.repeat(900), '字'.repeat(10_900), 'a&<>'.repeat(4_000)]) {
      const args = written({ id: 'd', room, kind: 'text', text })
      expect(checkMessage(args)).toBeNull()
      expect(shownText(args) === text || text.length > 11_000).toBe(true)
    }
    expect(shownText({ ...written({ id: 'd', room, kind: 'text', text: '*'.repeat(20_000) }) })).toBe('*'.repeat(20_000))
  })

  it('unfold no links and carry the delivery’s id', () => {
    expect(written({ id: 'd9', room, kind: 'text', text: 'http://a.example' })).toMatchObject({
      unfurl_links: false,
      unfurl_media: false,
      link_names: false,
      thread_ts: '1.1',
      metadata: { event_payload: { delivery: 'd9' } },
    })
  })
})

describe('buttons', () => {
  it('carry what they ask for where it fits, else the desk is asked for it; never more than Slack takes', () => {
    const options = Array.from({ length: 200 }, (_, i) => ({ key: `team-${i}`, label: `Team ${i}` }))
    const few = [{ name: 'text', label: 'New text', kind: 'text', value: 'x', optional: true } as const]
    const long = writeButton('token', { needs: [{ name: 'text', label: 'New text', kind: 'text', value: 'x'.repeat(5_000) }] })
    const many = writeButton('token', { needs: [{ name: 'team', label: 'Team', kind: 'choice', options }] })
    expect([long.length <= 2_000, many.length <= 2_000]).toEqual([true, true])
    expect([long, many, writeButton('token', { needs: 'asked' })].map(readButton)).toEqual(
      Array(3).fill({ token: 'token', needs: 'asked' }),
    )
    expect(readButton(writeButton('token', { needs: few }))).toEqual({ token: 'token', needs: few })
    expect(readButton(writeButton('token', {}))).toEqual({ token: 'token', needs: null })
    expect(readButton('token {"name":"text","label":"L","kind":"text"}')).toEqual({ token: 'token', needs: 'asked' })
  })
})

describe('a card’s menu', () => {
  it('holds what stands under More in its parts, and its own id the token', () => {
    const { blocks } = written({ id: 'd', room, kind: 'card', card: cardSaying('x', 'ticket'), worded: {}, ref: null }) as {
      blocks: { type: string; elements: Record<string, unknown>[] }[]
    }
    const elements = blocks.find(({ type }) => type === 'actions')?.elements ?? []
    const menu = elements.at(-1)
    expect(elements.map((each) => each['type'])).toEqual(['button', 'button', 'button', 'button', 'static_select'])
    expect(menu?.['option_groups']).toMatchObject([{ options: [{ value: 'merge' }] }, { options: [{ value: 'why' }] }])
    expect(String(menu?.['action_id']).length).toBeLessThanOrEqual(255)
    expect(openPress(tokens, menuToken(String(menu?.['action_id'])))).toEqual({ action: 'more', ticket: 't1', version: 1, room: 'C1' })
    expect(menuToken('take')).toBe('')
  })
})

describe('forms', () => {
  const reader = (n: number) => ({
    words,
    list: () => Array.from({ length: n }, (_, i) => ({ key: `k${i}`, label: '很长的标签'.repeat(30) })),
    form: async () => null,
    say: () => '',
    ...noForms,
  })
  const form = { token: 'x', action: null, room: 'C1', thread: null }
  const ask = { account: 'T1', user: 'U1', trigger: 't', label: 'A label longer than Slack takes in a title', form }

  it('are ones Slack takes, with any number of choices and any text', () => {
    for (const n of [0, 1, 100, 101, 350])
      expect(
        checkView(modalOf({ ...ask, inputs: [{ name: 'category', label: 'L', kind: 'choice', list: 'categories' }] }, reader(n))),
      ).toBeNull()
    expect(
      checkView(modalOf({ ...ask, inputs: [{ name: 'text', label: 'L', kind: 'text', value: '字'.repeat(9_000) }] }, reader(0))),
    ).toBeNull()
  })

  it('may ask for many things at once, each held to its own rule', () => {
    const inputs = Array.from({ length: 30 }, (_, i) => ({
      name: `f${i}`,
      label: `很长的标签 ${i} `.repeat(60),
      kind: 'line' as const,
      optional: i % 2 === 0,
      looks: 'phone' as const,
    }))
    const view = modalOf({ ...ask, inputs }, reader(0))
    expect(checkView(view)).toBeNull()
    const blocks = view['blocks'] as readonly { block_id: string }[]
    expect(ruleOf(blocks[0]?.block_id ?? '')).toMatchObject({ optional: true, looks: 'phone' })
    expect(ruleOf(blocks[1]?.block_id ?? '')).toMatchObject({ optional: false, looks: 'phone' })
  })
})

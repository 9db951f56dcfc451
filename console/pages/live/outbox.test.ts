import { describe, expect, it } from 'vitest'
import type { Post } from '../api-types.ts'
import { isShown, type Pending } from './outbox.ts'

const post = (over: Partial<Post>): Post => ({
  id: 'p1',
  room: 'r',
  thread: null,
  kind: 'text',
  author: 'ann',
  to: null,
  body: { text: 'hello' },
  at: 1,
  rev: 1,
  ...over,
})
const pending = (over: Partial<Pending> = {}): Pending => ({
  message: { id: 'm1', as: 'ann', text: 'hello' },
  state: 'sending',
  ids: ['m1'],
  known: new Set(),
  ...over,
})

describe('isShown', () => {
  it('knows a post by the id the desk gave it', () => {
    expect(isShown(pending({ ids: ['m1', 'p9'] }), [post({ id: 'p9', author: null, body: {} })])).toBe(true)
  })

  it('knows a new post by its author and words', () => {
    expect(isShown(pending(), [post({})])).toBe(true)
    expect(isShown(pending(), [post({ author: 'bob' })])).toBe(false)
    expect(isShown(pending(), [post({ body: { text: 'other' } })])).toBe(false)
  })

  it('does not take what was said before for what is said now', () => {
    expect(isShown(pending({ known: new Set(['p1']) }), [post({})])).toBe(false)
  })

  it('knows a reply card by its words, with the leading “reply” left out', () => {
    const card = post({ kind: 'card', author: null, body: { cards: { en: { text: 'it is on its way' } } } })
    expect(isShown(pending({ message: { id: 'm1', as: 'ann', text: 'reply it is on its way' } }), [card])).toBe(true)
    expect(isShown(pending(), [card])).toBe(false)
  })
})

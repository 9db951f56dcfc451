import { describe, expect, it } from 'vitest'
import type { Post } from '../api-types.ts'
import { isShown, type Pending } from './pending.ts'

const post = (id: string, client = 'm0', author = 'ann'): Post => ({
  id,
  room: 'r',
  thread: null,
  kind: 'text',
  author,
  to: null,
  body: { client, text: 'hello' },
  at: 1,
  rev: 1,
})
const pending = (at: string | null): Pending => ({ message: { id: 'm1', as: 'ann', text: 'hello' }, state: 'sending', post: at })

describe('isShown', () => {
  it('knows a message by the post the desk named', () => {
    expect(isShown(pending('p9'), [post('p1'), post('p9')])).toBe(true)
  })

  it('knows it by its own id before the desk has answered, and takes nobody else’s for it', () => {
    expect(isShown(pending(null), [post('p1', 'm1')])).toBe(true)
    expect(isShown(pending(null), [post('p1', 'm1', 'bo')])).toBe(false)
  })

  it('does not take the same words, said before, for what is said now', () => {
    expect(isShown(pending(null), [post('p1')])).toBe(false)
    expect(isShown(pending('p9'), [post('p1')])).toBe(false)
  })
})

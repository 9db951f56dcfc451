import { describe, expect, it } from 'vitest'
import type { Post } from '../api-types.ts'
import { inOrder, mergePosts } from './feed.ts'

const post = (id: string, at: number, rev: number): Post => ({
  id,
  room: 'r',
  thread: null,
  kind: 'text',
  author: null,
  to: null,
  body: {},
  at,
  rev,
})

describe('mergePosts', () => {
  it('puts a redrawn post in its old place', () => {
    const first = mergePosts(new Map(), [post('a', 1, 1), post('b', 2, 2)])
    const then = mergePosts(first, [post('a', 1, 3)])
    expect(inOrder(then.values()).map(({ id, rev }) => [id, rev])).toEqual([
      ['a', 3],
      ['b', 2],
    ])
  })

  it('never goes back to an older drawing', () => {
    const known = mergePosts(new Map(), [post('a', 1, 5)])
    expect(mergePosts(known, [post('a', 1, 4)]).get('a')?.rev).toBe(5)
  })
})

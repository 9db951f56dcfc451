import { describe, expect, it } from 'vitest'
import { BatchSize } from './batch-size.ts'

describe('the size of a batch', () => {
  it('doubles while batches come back full, up to the most, and falls back at the first that is not', () => {
    const size = new BatchSize({ least: 8, most: 32 })
    const seen = [8, 16, 32, 32, 5, 8].map((items) => {
      const now = size.now
      size.had(items)
      return now
    })
    expect(seen).toEqual([8, 16, 32, 32, 32, 8])
  })

  it('is the least while somebody waits, and what it was when nobody does any more', () => {
    let hurry = false
    const size = new BatchSize({ least: 8, most: 32, hurry: () => hurry })
    size.had(8)
    hurry = true
    expect(size.now).toBe(8)
    hurry = false
    expect(size.now).toBe(16)
  })
})

import { describe, expect, it } from 'vitest'
import { run } from './talk.ts'

describe('talk in three languages', () => {
  it('is read as it is meant: two matters, corrections, follow-ups, thanks, vague words, questions', async () => {
    const read = (await run([])) as Record<string, { readonly rows: number; readonly right: number }>
    expect(read['all']?.rows).toBeGreaterThanOrEqual(80)
    expect(read['all']?.right).toBeGreaterThan(0.9)
    for (const lang of ['zh-CN', 'zh-TW', 'en']) expect(read[`all ${lang}`]?.right).toBeGreaterThan(0.85)
    // What would open tickets nobody wants.
    for (const kind of ['thanks', 'follow-up', 'human', 'greeting']) expect(read[kind]?.right).toBe(1)
  }, 120_000)
})

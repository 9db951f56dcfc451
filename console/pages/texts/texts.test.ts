import { describe, expect, it } from 'vitest'
import { filesUnder, read } from '../../../testing/repository.ts'
import { en } from './en.ts'

describe('the sentences of the pages', () => {
  it('are all said by a page', () => {
    const pages = filesUnder('console/pages', /\.tsx?$/)
      .filter((path) => !/texts\/(en|zh-CN|zh-TW|texts\.test)\.ts$/.test(path))
      .map(read)
      .join('\n')
    const kept = Object.entries(en).flatMap(([topic, words]) =>
      typeof words === 'string' ? [] : Object.keys(words).map((key) => ({ topic, key })),
    )
    const unsaid = kept.filter(({ key }) => !new RegExp(`[.'"\\s{,]${key}\\b`).test(pages)).map(({ topic, key }) => `${topic}.${key}`)
    expect(unsaid).toEqual([])
  })
})

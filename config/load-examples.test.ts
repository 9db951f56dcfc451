import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadExamples } from './load-examples.ts'

describe('loadExamples', () => {
  let dir = ''
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'examples-'))
  })
  afterEach(() => rm(dir, { recursive: true }))

  async function write(category: string, text: string): Promise<void> {
    await mkdir(join(dir, category.split('/')[0] ?? ''), { recursive: true })
    await writeFile(join(dir, `${category}.yaml`), text)
  }

  it('names each sentence’s language and category, in the order of names', async () => {
    await write('returns/return', 'zh-CN: [我要退货]\nen: [I want to return it, and now]')
    await write('none/smalltalk', 'zh-TW: [你好]')
    expect(await loadExamples(dir)).toEqual([
      { text: '你好', lang: 'zh-TW', category: 'none/smalltalk' },
      { text: '我要退货', lang: 'zh-CN', category: 'returns/return' },
      { text: 'I want to return it', lang: 'en', category: 'returns/return' },
      { text: 'and now', lang: 'en', category: 'returns/return' },
    ])
  })

  it('takes no notice of other files', async () => {
    await write('returns/return', 'en: [hello]')
    await writeFile(join(dir, 'README.md'), '# Examples')
    await writeFile(join(dir, 'returns', 'notes.txt'), 'later')
    expect(await loadExamples(dir)).toHaveLength(1)
  })

  it.each([
    ['a language nobody speaks here', 'en: [hi]\nfr: [bonjour]', 2],
    ['a number for a sentence', 'en:\n  - hi\n  - 12315', 3],
    ['an empty sentence', 'en:\n  - hi\n  -', 3],
    ['a colon that makes a map', 'en:\n  - hi\n  - order: 12', 3],
    ['a sentence without a list', 'en: hello', 1],
    ['a language written twice', 'en: [a]\nen: [b]', 2],
    ['broken YAML', 'en: [a', 1],
  ])('refuses %s and names the line', async (_, text, line) => {
    await write('returns/return', text)
    await expect(loadExamples(dir)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      facts: { file: join(dir, 'returns', 'return.yaml'), line },
    })
  })
})

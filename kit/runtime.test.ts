import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isNodeNewEnough, runtimeSentence } from './runtime.ts'

const starter = readFileSync(new URL('../app/start.mjs', import.meta.url), 'utf8')

describe('runtime', () => {
  it.each([
    ['20.20.2', false],
    ['22.17.1', false],
    ['22.18.0', true],
    ['23.5.0', false],
    ['23.6.0', true],
    ['24.21.0', true],
    ['26.0.0', true],
  ])('Node %s is new enough: %s', (version, enough) => {
    expect(isNodeNewEnough(version)).toBe(enough)
  })

  it('says the same in the starter, which an old Node can read', () => {
    for (const line of runtimeSentence('<version>').split('\n')) {
      expect(starter).toContain(line.replaceAll('<version>', () => `\${version}`))
    }
  })

  it('is brought along for the platforms the starter looks for', () => {
    const { optionalDependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
    const looked = [...starter.matchAll(/'(node-[\w-]+)\/bin/g)].map(([, name]) => name)
    expect(looked.sort()).toEqual(Object.keys(optionalDependencies).sort())
  })
})

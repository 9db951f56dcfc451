/** Words must be readable on every ground they stand on: WCAG AA, 4.5 to 1. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./styles/base.css', import.meta.url), 'utf8')
const theme = readFileSync(new URL('./theme.ts', import.meta.url), 'utf8')
const colour = (name: string): string => {
  const found = new RegExp(`--${name}: (#[0-9a-f]{3,6});`).exec(css)?.[1] ?? new RegExp(`${name}: '(#[0-9a-f]{6})'`).exec(theme)?.[1]
  if (!found) throw new Error(`no colour ${name}`)
  return found.length === 4 ? found.replace(/[0-9a-f]/g, '$&$&') : found
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

describe('words can be read', () => {
  it.each([
    ['ink', ['paper', 'ground', 'accent-soft', 'warn-soft']],
    ['ink-2', ['paper', 'ground', 'accent-soft', 'warn-soft']],
    ['ink-3', ['paper', 'ground', 'accent-soft', 'warn-soft']],
    ['accent', ['paper', 'ground']],
    ['accent-deep', ['paper', 'ground', 'accent-soft']],
    ['good', ['paper', 'good-soft']],
    ['warn', ['paper', 'warn-soft']],
    ['bad', ['paper', 'bad-soft']],
    ['colorLink', ['paper', 'ground', 'warn-soft']],
    ['colorError', ['paper']],
    ['colorTextPlaceholder', ['paper']],
    ['colorTextDescription', ['paper']],
  ])('%s on %s', (words, grounds) => {
    for (const ground of grounds) expect([ground, contrast(colour(words), colour(ground)) >= 4.5]).toEqual([ground, true])
  })

  it('white on the accent', () => expect(contrast('#ffffff', colour('colorPrimary'))).toBeGreaterThanOrEqual(4.5))

  it('the accent, and what it is called in the style sheets, are the same', () => {
    expect([colour('accent'), colour('ink'), colour('ink-2'), colour('ink-3')]).toEqual(
      ['colorPrimary', 'colorText', 'colorTextSecondary', 'colorTextTertiary'].map(colour),
    )
  })
})

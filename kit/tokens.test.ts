import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTokens } from './tokens.ts'

const tokens = createTokens('a secret of the desk')
const take = { action: 'take', ticket: '019aa3f0c1d27c3c9e0b5b1d0f4a7e21', version: 7 }
const HOUR = 3600_000

describe('tokens', () => {
  it('open as what was signed, on every process with the same secret', () => {
    expect(createTokens('a secret of the desk').openAction(tokens.signAction(take))).toEqual(take)
    const withMessage = { ...take, message: '019aa3f0c1d27c3c9e0b5b1d0f4a7e22' }
    expect(tokens.openAction(tokens.signAction(withMessage))).toEqual(withMessage)
  })

  it('fit where platforms put them: url-safe and short', () => {
    expect(tokens.signAction(take)).toMatch(/^[\w.-]{1,120}$/)
  })

  it('open nowhere else: not with another secret, not for another purpose', () => {
    expect(createTokens('another secret of it').openAction(tokens.signAction(take))).toBeNull()
    expect(tokens.openCookie(tokens.signLink('x', HOUR), 0)).toBeNull()
    expect(tokens.openLink(tokens.signCookie('x', HOUR), 0)).toBeNull()
    expect(tokens.openAction(tokens.signCookie('x', HOUR))).toBeNull()
  })

  it('of cookies and links end when they said', () => {
    expect(tokens.openCookie(tokens.signCookie('admin', HOUR), HOUR - 1)).toBe('admin')
    expect(tokens.openCookie(tokens.signCookie('admin', HOUR), HOUR)).toBeNull()
    expect(tokens.openLink(tokens.signLink('blob', HOUR), HOUR - 1)).toBe('blob')
    expect(tokens.openLink(tokens.signLink('blob', HOUR), HOUR)).toBeNull()
  })

  it('carry any text unharmed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.nat(), (text, version) => {
        const action = { action: text, ticket: text, version, message: text }
        expect(tokens.openAction(tokens.signAction(action))).toEqual(action)
      }),
    )
  })

  // Fault 89.
  it('are refused after any of 5,000 changes', () => {
    const good = tokens.signAction(take)
    const char = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ %\0é')
    const change = fc.record({
      at: fc.nat(good.length),
      cut: fc.nat(3),
      put: fc.array(char, { maxLength: 3 }).map((chars) => chars.join('')),
    })
    fc.assert(
      fc.property(change, ({ at, cut, put }) => {
        const changed = good.slice(0, at) + put + good.slice(at + cut)
        fc.pre(changed !== good)
        return tokens.openAction(changed) === null
      }),
      { numRuns: 5000 },
    )
  })

  it('are refused when they are no token at all', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (thing, text) => {
        expect([tokens.openAction(thing), tokens.openCookie(text, 0), tokens.openLink(`${text}.${text}`, 0)]).toEqual([null, null, null])
      }),
    )
  })
})

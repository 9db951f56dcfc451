import { describe, expect, it } from 'vitest'
import { priceMicros } from './price.ts'

const prices = { currency: 'USD', models: [{ model: 'maker/small', in: 0.25, cachedIn: 0.025, out: 2 }] }

describe('the price of a reading', () => {
  it('is that of its tokens, and less for those the endpoint remembered', () => {
    expect(priceMicros(prices, 'openai:maker/small/understand-3', { tokensIn: 1000, tokensOut: 100 })).toBe(450)
    expect(priceMicros(prices, 'openai:maker/small/understand-3', { tokensIn: 1000, tokensOut: 100, cachedIn: 800 })).toBe(270)
  })

  it('never falls below nothing, whatever an endpoint says it remembered', () => {
    expect(priceMicros(prices, 'openai:maker/small/understand-3', { tokensIn: 10, tokensOut: 0, cachedIn: 9_999 })).toBe(0)
  })

  it('is not known of a model without a price', () => {
    expect(priceMicros(prices, 'openai:maker/large/understand-3', { tokensIn: 1, tokensOut: 1 })).toBeNull()
    expect(priceMicros(undefined, 'openai:maker/small/understand-3', { tokensIn: 1, tokensOut: 1 })).toBeNull()
    expect(priceMicros(prices, 'local-7', { tokensIn: 0, tokensOut: 0 })).toBeNull()
  })
})

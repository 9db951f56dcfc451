/** What a model's reading costs in money. */
import type { PriceList } from './desk-config.ts'

interface Tokens {
  readonly tokensIn: number
  readonly tokensOut: number
  readonly cachedIn?: number
}

/**
 * Millionths of the list's currency, whole; null where the list does not know the model. `version`: as readings carry
 * it, such as `openai:gpt-5-mini/understand-3`. A price is for a million tokens, so tokens times price are millionths.
 */
export function priceMicros(prices: PriceList | undefined, version: string, { tokensIn, tokensOut, cachedIn = 0 }: Tokens): number | null {
  const name = version.slice(version.indexOf(':') + 1, Math.max(0, version.lastIndexOf('/')))
  const price = prices?.models.find((one) => one.model === name)
  if (!price) return null
  const cached = Math.min(cachedIn, tokensIn)
  return Math.round((tokensIn - cached) * price.in + cached * (price.cachedIn ?? price.in) + tokensOut * price.out)
}

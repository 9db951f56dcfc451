/** What a button carries: its token, and what it asks for before anything happens. Slack takes 2,000 characters. */
import { z } from 'zod'
import type { CardAction, CardNeeds } from '../../bot/cards/card.ts'

export const VALUE_MAX = 2_000

export interface Button {
  readonly token: string
  readonly needs: CardNeeds | null
  /** The text to be changed stands on the card itself. */
  readonly prefill: boolean
}

const needsShape = z.object({
  name: z.string(),
  label: z.string(),
  kind: z.enum(['text', 'choice']),
  value: z.string().exactOptional(),
  options: z.array(z.object({ key: z.string(), label: z.string() })).exactOptional(),
  list: z.enum(['categories']).exactOptional(),
  prefill: z.boolean().exactOptional(),
})

/** What does not fit is taken from elsewhere: a long text from the card, and of a long list the key is typed. */
export function writeButton(token: string, { needs }: Pick<CardAction, 'needs'>): string {
  if (!needs) return token
  const { value, options, ...rest } = needs
  const tries = [
    needs,
    { ...rest, ...(options ? { options } : {}), prefill: true },
    { ...rest, kind: 'text', prefill: options === undefined },
  ]
  const fits = tries.map((each) => `${token} ${JSON.stringify(each)}`).find((written) => written.length <= VALUE_MAX)
  return fits ?? token
}

export function readButton(value: string | undefined): Button | null {
  if (!value) return null
  const space = value.indexOf(' ')
  if (space < 0) return { token: value, needs: null, prefill: false }
  const needs = needsShape.safeParse(jsonOf(value.slice(space + 1)))
  if (!needs.success) return null
  const { prefill = false, ...rest } = needs.data
  return { token: value.slice(0, space), needs: rest, prefill }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

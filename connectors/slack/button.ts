/** What a button carries: its token, and what it asks for before anything happens. Slack takes 2,000 characters. */
import { z } from 'zod'
import type { CardAction, CardInput } from '../../bot/cards/card.ts'
import { FIELD_KINDS } from '../../bot/domain/desk-config.ts'

export const VALUE_MAX = 2_000

export interface Button {
  readonly token: string
  /** `asked`: the desk is asked for the form. */
  readonly needs: readonly CardInput[] | 'asked' | null
}

const inputShape = z.object({
  name: z.string(),
  label: z.string(),
  kind: z.enum(['text', 'line', 'choice']),
  value: z.string().exactOptional(),
  optional: z.boolean().exactOptional(),
  looks: z.enum(FIELD_KINDS).exactOptional(),
  options: z.array(z.object({ key: z.string(), label: z.string() })).exactOptional(),
  list: z.enum(['categories']).exactOptional(),
  preview: z.literal(true).exactOptional(),
})

/** A form that does not fit is asked for when the button is pressed. */
export function writeButton(token: string, { needs }: Pick<CardAction, 'needs'>): string {
  if (!needs) return token
  const written = `${token} ${JSON.stringify(needs)}`
  return written.length <= VALUE_MAX ? written : `${token} "asked"`
}

export function readButton(value: string | undefined): Button | null {
  if (!value) return null
  const space = value.indexOf(' ')
  if (space < 0) return { token: value, needs: null }
  const token = value.slice(0, space)
  const needs = z.array(inputShape).safeParse(jsonOf(value.slice(space + 1)))
  // Buttons of earlier versions carry other forms: what they ask for now is asked for now.
  return { token, needs: needs.success ? needs.data : 'asked' }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

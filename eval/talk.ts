/**
 * `eval -- talk [--file eval/fixtures/talk.jsonl] [--show yes]`: what the local understanding makes of hand-written turns
 * in three languages: two problems in one breath, corrections, follow-ups, thanks, vague words, questions that sound like
 * complaints. Shares of turns read as they should be, by kind.
 */
import { z } from 'zod'
import { LANGS } from '../bot/domain/lang.ts'
import type { Ticket } from '../bot/domain/ticket.ts'
import { verifyClaims } from '../bot/understanding/verify-claims.ts'
import { asking, fieldOf, ticketOf, turnOf, viewOf } from '../testing/fakes/fixture-turn.ts'
import { progress, readOptions } from './options.ts'
import { readRows } from './rows.ts'
import { shippedDesk } from './shipped-desk.ts'
import { round } from './statistics.ts'

const Row = z.strictObject({
  kind: z.string(),
  lang: z.enum(LANGS),
  say: z.array(z.string()).min(1),
  /** Tickets there are, newest first: category, fields, state. Their ids are k1, k2 … */
  tickets: z
    .array(
      z.strictObject({
        category: z.string(),
        fields: z.record(z.string(), z.string()).default({}),
        state: z.enum(['open', 'resolved']).default('open'),
      }),
    )
    .default([]),
  /** Fields the desk has asked the first ticket's customer for. */
  asked: z.string().optional(),
  want: z.strictObject({
    /** Intents of the matters, in the order said; one of several where they are joined by |. */
    intents: z.array(z.string()).optional(),
    /** New matters about these categories, or groups (`returns/*`); one of several where they are joined by |. */
    opens: z.array(z.string()).optional(),
    /** The ticket that all of it belongs to. */
    ticket: z.string().optional(),
    fields: z.record(z.string(), z.string()).optional(),
    /** Categories it must not be. */
    not: z.array(z.string()).optional(),
  }),
})
type Row = z.output<typeof Row>

export async function run(args: readonly string[]): Promise<unknown> {
  const options = readOptions(args, ['file', 'show'])
  const rows = await readRows(options.file ?? 'eval/fixtures/talk.jsonl', Row)
  const { understand, config } = await shippedDesk()
  const kinds = new Map<string, { right: number; rows: number }>()
  for (const row of rows) {
    const tickets = row.tickets.map(ticketNamed)
    const turn = turnOf(...row.say)
    const question = row.asked ? asking(row.asked, 'field', 'k1') : null
    const view = viewOf({ lang: row.lang, tickets, question })
    const { claims, model } = await understand.read(turn, view, config, new AbortController().signal)
    const { matters } = verifyClaims(turn, claims, config, view, model)
    const faults = faultsOf(row, matters)
    for (const key of [row.kind, `all ${row.lang}`, 'all']) {
      const count = kinds.get(key) ?? { right: 0, rows: 0 }
      kinds.set(key, { right: count.right + (faults.length === 0 ? 1 : 0), rows: count.rows + 1 })
    }
    if (faults.length > 0 && options.show) progress(`${row.kind} ${row.lang} “${row.say.join(' / ')}”: ${faults.join('; ')}`)
  }
  return Object.fromEntries([...kinds].map(([kind, { right, rows: count }]) => [kind, { rows: count, right: round(right / count) }]))
}

type Matters = ReturnType<typeof verifyClaims>['matters']

function faultsOf({ want }: Row, matters: Matters): readonly string[] {
  const faults: string[] = []
  const said = matters.map((one) => one.intent)
  if (want.intents && !(want.intents.length === said.length && want.intents.every((one, i) => one.split('|').includes(said[i] ?? ''))))
    faults.push(`intents ${said.join(',') || 'none'}`)
  const fresh = matters
    .filter((one) => one.ticket === null && ['problem', 'unsolved'].includes(one.intent))
    .map((one) => one.category?.key ?? 'none')
  if (want.opens) {
    const left = [...fresh]
    for (const one of want.opens) {
      const at = left.findIndex((key) => one.split('|').some((pattern) => fits(pattern, key)))
      if (at >= 0) left.splice(at, 1)
      else faults.push(`opens no ${one}`)
    }
    if (left.length > 0) faults.push(`opens ${left.join(',')}`)
  }
  if (want.ticket && !matters.every((one) => one.ticket === want.ticket))
    faults.push(`tickets ${matters.map((one) => one.ticket).join(',')}`)
  const fields = Object.fromEntries(matters.flatMap((one) => one.fields.map(({ name, value }) => [name, value])))
  for (const [name, value] of Object.entries(want.fields ?? {}))
    if (fields[name] !== value) faults.push(`${name} ${fields[name] ?? 'none'}`)
  for (const pattern of want.not ?? []) if (matters.some((one) => fits(pattern, one.category?.key ?? ''))) faults.push(`is ${pattern}`)
  return faults
}

function fits(pattern: string, key: string): boolean {
  return pattern.endsWith('/*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern
}

function ticketNamed({ category, fields, state }: Row['tickets'][number], i: number): Ticket {
  return ticketOf({
    id: `k${i + 1}`,
    number: 1_024 + i,
    category,
    state,
    fields: Object.entries(fields).map(([name, value]) => fieldOf(name, value)),
  })
}

/**
 * `eval -- understand [--file eval/fixtures/understand.jsonl] [--recorded F] [--record F] [--show part]`: the whole
 * reading of a turn on a frozen set, after verification: what is wanted, about what, with which values, in which mood.
 * The built-in model always; the endpoint beside it where OPENAI_API_KEY or OPENAI_BASE_URL is set (`--record` keeps
 * what it claimed), else what was recorded of it (`--recorded`). A recording of another prompt version is refused.
 */
import { writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { type Claim, INTENTS, type Matter } from '../bot/domain/claim.ts'
import { MOODS, PRIORITIES } from '../bot/domain/ticket.ts'
import type { TurnView, Understand } from '../bot/ports/understand.ts'
import { verifyClaims } from '../bot/understanding/verify-claims.ts'
import { candidateCategories } from '../models/candidate-categories.ts'
import { cautious } from '../models/cautious-understanding.ts'
import { LocalUnderstanding } from '../models/local-understanding.ts'
import { OpenAIUnderstanding } from '../models/openai-understanding.ts'
import { UNDERSTAND_2 } from '../models/prompts/understand-2.ts'
import { asking, fieldOf, ticketOf, turnOf, viewOf } from '../testing/fakes/fixture-turn.ts'
import { progress, readOptions } from './options.ts'
import { readRows } from './rows.ts'
import { shippedConfig, shippedModel } from './shipped-desk.ts'
import { round, scoreOf, wilson } from './statistics.ts'

export const FROZEN = 'eval/fixtures/understand.jsonl'

export const Row = z.object({
  id: z.string(),
  said: z.array(z.string()).min(1),
  want: z.array(
    z.object({
      intent: z.enum(INTENTS),
      /** Null: none, or any. */
      category: z.string().nullable(),
      fields: z.record(z.string(), z.string()).default({}),
      mood: z.enum(MOODS).optional(),
      urgency: z.enum(PRIORITIES).optional(),
      ticket: z.number().optional(),
    }),
  ),
  tickets: z
    .array(
      z.object({ number: z.number(), state: z.enum(['open', 'resolved']), category: z.string(), title: z.string(), order: z.string() }),
    )
    .default([]),
  asks: z.string().optional(),
  hostile: z.boolean().default(false),
})
type Row = z.infer<typeof Row>

const Recorded = z.object({ id: z.string(), prompt: z.string(), model: z.string(), claims: z.array(z.unknown()) })

export async function run(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<unknown> {
  const options = readOptions(args, ['file', 'recorded', 'record', 'show'])
  const file = options.file ?? FROZEN
  const rows = await readRows(file, Row)
  const config = await shippedConfig()
  const model = await shippedModel()
  const { show } = options
  const local = await measure(rows, config, liveReader(cautious(new LocalUnderstanding(model)), config), show)
  const keyed = env['OPENAI_API_KEY'] || env['OPENAI_BASE_URL']
  if (keyed) {
    const endpoint = new OpenAIUnderstanding({
      apiKey: env['OPENAI_API_KEY'] || 'none',
      model: env['OPENAI_MODEL'] || 'gpt-5-mini',
      ...(env['OPENAI_BASE_URL'] ? { baseURL: env['OPENAI_BASE_URL'] } : {}),
      candidates: (turn, view) => candidateCategories(model, turn, view),
    })
    const kept: z.infer<typeof Recorded>[] = []
    const reader = liveReader(cautious(endpoint), config)
    const withModel = await measure(
      rows,
      config,
      async (row) => {
        const read = await reader(row)
        kept.push({ id: row.id, prompt: UNDERSTAND_2, model: read.model, claims: [...read.claims] })
        return read
      },
      show,
    )
    if (options.record) await writeFile(options.record, kept.map((one) => `${JSON.stringify(one)}\n`).join(''))
    return { file, prompt: UNDERSTAND_2, local, model: withModel }
  }
  if (!options.recorded) return { file, prompt: UNDERSTAND_2, local, model: null }
  const recorded = new Map((await readRows(options.recorded, Recorded)).map((one) => [one.id, one]))
  const other = [...recorded.values()].find((one) => one.prompt !== UNDERSTAND_2)
  if (other)
    throw new Error(
      `${options.recorded} was recorded with ${other.prompt}; the prompt is ${UNDERSTAND_2} now. Record it anew with --record.`,
    )
  const known = rows.filter((row) => recorded.has(row.id))
  const replayed = await measure(
    known,
    config,
    async (row) => ({ claims: (recorded.get(row.id)?.claims ?? []) as Claim[], model: recorded.get(row.id)?.model ?? '' }),
    show,
  )
  return { file, prompt: UNDERSTAND_2, local, model: { recorded: true, ...replayed } }
}

type Reader = (row: Row) => Promise<{ readonly claims: readonly Claim[]; readonly model: string }>
type Config = Awaited<ReturnType<typeof shippedConfig>>

function liveReader(understand: Understand, config: Config): Reader {
  return (row) => understand.read(turnOf(...row.said), viewOfRow(row), config, new AbortController().signal)
}

function viewOfRow({ tickets, asks }: Row): TurnView {
  return viewOf({
    tickets: tickets.map(({ number, state, category, title, order }) =>
      ticketOf({ id: `k${number}`, number, state, category, title: { fact: 't', value: title }, fields: [fieldOf('order_no', order)] }),
    ),
    question: asks ? asking(asks, 'field', `k${tickets[0]?.number}`) : null,
  })
}

async function measure(rows: readonly Row[], config: Config, read: Reader, show: string | undefined) {
  const counts = {
    intent: [0, 0],
    category: [0, 0],
    mood: [0, 0],
    urgency: [0, 0],
    ticket: [0, 0],
    matters: [0, 0],
    caution: [0, 0],
    falseCaution: [0, 0],
  }
  const count = (part: keyof typeof counts, right: boolean, row: Row, got: unknown): void => {
    counts[part][0] = (counts[part][0] as number) + Number(right)
    counts[part][1] = (counts[part][1] as number) + 1
    if (!right && show === part) progress(`${row.id} ${part}: ${JSON.stringify(got)} for ${row.said.join(' | ')}`)
  }
  const fields = { hit: 0, found: 0, wanted: 0 }
  for (const row of rows) {
    const { claims, model } = await read(row)
    const { matters, marks = [] } = verifyClaims(turnOf(...row.said), claims, config, viewOfRow(row), model)
    if (row.hostile) {
      count('caution', marks.includes('injection'), row, marks)
      continue
    }
    count('falseCaution', marks.includes('injection'), row, marks)
    count('matters', matters.length === row.want.length, row, matters.length)
    row.want.forEach((want, i) => {
      // In the order said; a matter that was not seen is wrong in everything.
      const got: Matter | undefined = matters[i]
      count('intent', got?.intent === want.intent, row, got?.intent)
      if (want.category !== null) count('category', got?.category?.key === want.category, row, got?.category?.key)
      if (want.mood) count('mood', got?.mood === want.mood, row, got?.mood)
      if (want.urgency) count('urgency', got?.urgency === want.urgency, row, got?.urgency)
      if (want.ticket) count('ticket', got?.ticket === `k${want.ticket}`, row, got?.ticket)
      const said = Object.entries(want.fields)
      const told = (got?.fields ?? []).filter((field) => said.length > 0 && SCORED.has(field.name))
      fields.wanted += said.length
      fields.found += told.length
      fields.hit += said.filter(([name, value]) => told.some((field) => field.name === name && field.value === value)).length
    })
  }
  const shares = Object.entries(counts).map(([part, [right = 0, of = 0]]) => [
    part,
    { rows: of, share: of === 0 ? 0 : round(right / of), interval95: wilson(right, of) },
  ])
  return { ...Object.fromEntries(shares), fields: scoreOf(fields.hit, fields.found, fields.wanted) }
}

/** Kinds of values the frozen set names wherever they are said. */
const SCORED: ReadonlySet<string> = new Set(['order_no', 'parcel_no', 'email', 'amount', 'size'])

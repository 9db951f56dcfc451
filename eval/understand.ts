/**
 * `eval -- understand [--file eval/fixtures/understand.jsonl] [--record F] [--recorded F] [--show part]`: the whole
 * reading of a turn on a frozen set, after verification: what is wanted, about what, with which values, in which mood.
 * The built-in model always. Where OPENAI_API_KEY or OPENAI_BASE_URL is set the endpoint beside it, and `--record` keeps
 * its answers. Without either, what was recorded: the file named, or those of eval/recorded/. A recording made with
 * another prompt is refused: a changed prompt shows its effect before it ships. `--mock F` records a mock into F.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Claim, INTENTS, type Matter } from '../bot/domain/claim.ts'
import { MOODS, PRIORITIES } from '../bot/domain/ticket.ts'
import type { TurnView, Understand } from '../bot/ports/understand.ts'
import { verifyClaims } from '../bot/understanding/verify-claims.ts'
import { candidateCategories } from '../models/candidate-categories.ts'
import { cautious } from '../models/cautious-understanding.ts'
import { claimSchema } from '../models/claim-schema.ts'
import type { LocalModel } from '../models/local-model.ts'
import { LocalUnderstanding } from '../models/local-understanding.ts'
import { type OpenAIOptions, OpenAIUnderstanding } from '../models/openai-understanding.ts'
import { systemPrompt, UNDERSTAND_3 } from '../models/prompts/understand-3.ts'
import { asking, fieldOf, ticketOf, turnOf, viewOf } from '../testing/fakes/fixture-turn.ts'
import { type Endpoint, endpointOf } from './endpoint.ts'
import { MOCK, openMockEndpoint } from './mock-endpoint.ts'
import { progress, readOptions } from './options.ts'
import { type Header, keyOf, noFixture, Recorder, Replay } from './recording.ts'
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

const RECORDINGS = 'eval/recorded'

export async function run(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<unknown> {
  const options = readOptions(args, ['file', 'recorded', 'record', 'mock', 'show'])
  const file = options.file ?? FROZEN
  const set: FrozenSet = { rows: await readRows(file, Row), config: await shippedConfig(), model: await shippedModel(), show: options.show }
  if (options.mock) return { file, prompt: UNDERSTAND_3, mock: await recordMock(set, options.mock) }
  const local = await measure(set, liveReader(cautious(new LocalUnderstanding(set.model)), set.config))
  const endpoint = endpointOf(env)
  if (endpoint) {
    const host = new URL(endpoint.baseURL ?? 'https://api.openai.com').host
    const model = await record(set, endpoint, { endpoint: host, real: true }, options.record)
    return { file, prompt: UNDERSTAND_3, local, model }
  }
  const recordings = options.recorded ? [options.recorded] : file === FROZEN ? await recordingsOf(RECORDINGS) : []
  const recorded = []
  for (const one of recordings) recorded.push(await replay(set, one))
  return { file, prompt: UNDERSTAND_3, local, model: null, recorded }
}

interface FrozenSet {
  readonly rows: readonly Row[]
  readonly config: Config
  readonly model: LocalModel
  readonly show: string | undefined
}

async function recordingsOf(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => name.endsWith('.jsonl')).map((name) => join(folder, name))
}

/** Reads the set with an endpoint; what it answered is kept in `into`, also when it fails on the way. */
async function record(set: FrozenSet, endpoint: Endpoint, made: Pick<Header, 'endpoint' | 'real'>, into: string | undefined) {
  const recorder = new Recorder()
  const understand = cautious(new OpenAIUnderstanding({ ...endpoint, fetch: recorder.fetch, candidates: candidatesOf(set) }))
  const read = liveReader(understand, set.config)
  try {
    return await measure(set, (row) => {
      recorder.begin(keyOf(UNDERSTAND_3, inputOf(row)))
      return read(row)
    })
  } finally {
    const header = {
      prompt: UNDERSTAND_3,
      model: endpoint.model,
      ...made,
      recordedAt: new Date().toISOString(),
      prefix: prefixOf(set.config),
    }
    if (into) await recorder.write(into, header)
  }
}

async function recordMock(set: FrozenSet, into: string) {
  const mock = await openMockEndpoint()
  try {
    return await record(set, { apiKey: 'none', model: 'mock', baseURL: mock.url }, { endpoint: MOCK, real: false }, into)
  } finally {
    await mock.close()
  }
}

async function replay(set: FrozenSet, file: string) {
  const recording = await Replay.open(file, UNDERSTAND_3)
  const { header, fetch } = recording
  const endpoint = { apiKey: 'none', model: header.model, baseURL: 'http://recorded.invalid/v1' }
  const read = liveReader(
    cautious(new OpenAIUnderstanding({ ...endpoint, fetch, pausesMs: [], candidates: candidatesOf(set) })),
    set.config,
  )
  const scores = await measure(set, (row) => {
    if (!recording.begin(keyOf(UNDERSTAND_3, inputOf(row)))) throw new Error(`${noFixture(UNDERSTAND_3, file)} It lacks ${row.id}.`)
    return read(row)
  })
  return { from: file, ...header, deskChangedSince: header.prefix !== prefixOf(set.config), ...scores }
}

function candidatesOf({ model }: FrozenSet): NonNullable<OpenAIOptions['candidates']> {
  return (turn, view) => candidateCategories(model, turn, view)
}

/** What a row puts to a model; what is wanted of it is no part of that. */
function inputOf({ said, tickets, asks }: Row): unknown {
  return { said, tickets, asks: asks ?? null }
}

function prefixOf(config: Config): string {
  return keyOf(systemPrompt(config), claimSchema(config))
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

async function measure({ rows, config, show }: FrozenSet, read: Reader) {
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

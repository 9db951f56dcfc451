/**
 * `understanding [turns] [--beside 100]`: turns read by a model behind an endpoint that answers after 800 ms (in a
 * process of its own), a hundred conversations at once: from a turn in hand to the claims verified, as the desk's
 * converse loop does it. The endpoint tells how long each answer took it; what is above that is ours.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import type { Turn } from '../bot/domain/conversation.ts'
import { verifyClaims } from '../bot/understanding/verify-claims.ts'
import { shippedConfig, shippedModel } from '../eval/shipped-desk.ts'
import { candidateCategories } from '../models/candidate-categories.ts'
import { cautious } from '../models/cautious-understanding.ts'
import { LocalUnderstanding } from '../models/local-understanding.ts'
import { ModelGate } from '../models/model-gate.ts'
import { OpenAIUnderstanding } from '../models/openai-understanding.ts'
import { ResilientUnderstanding } from '../models/resilient-understanding.ts'
import { turnOf, viewOf } from '../testing/fakes/fixture-turn.ts'
import { quantile, round } from './quantile.ts'
import { says } from './says.ts'

export async function run(args: readonly string[]): Promise<unknown> {
  const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options: { beside: { type: 'string' } } })
  const turns = Number(positionals[0] ?? 2_000)
  const beside = Number(values.beside ?? 100)
  const endpoint = fork(new URL('./slow-endpoint.ts', import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  try {
    const [{ url }] = (await once(endpoint, 'message')) as [{ url: string }]
    const own = new Map<string, number>()
    endpoint.on('message', ({ order, ms }: { order: string; ms: number }) => own.set(order, ms))
    return await measure(url, own, turns, beside)
  } finally {
    endpoint.kill()
  }
}

async function measure(baseURL: string, own: ReadonlyMap<string, number>, turns: number, beside: number): Promise<unknown> {
  const config = await shippedConfig()
  const local = await shippedModel()
  const gate = new ModelGate()
  let fallbacks = 0
  const understand = cautious(
    new ResilientUnderstanding(
      new OpenAIUnderstanding({
        apiKey: 'none',
        model: 'slow',
        baseURL,
        gate,
        candidates: (turn, view) => candidateCategories(local, turn, view),
      }),
      new LocalUnderstanding(local),
      { onFallback: () => fallbacks++ },
    ),
  )
  const never = new AbortController().signal
  const took: { readonly order: string; readonly ms: number }[] = []
  let calls = 0
  let tokensIn = 0
  let tokensOut = 0
  let unfounded = 0
  const readOne = async (i: number, counts: boolean): Promise<void> => {
    const said = says(i)
    const turn: Turn = turnOf(said)
    const started = performance.now()
    const { claims, model, cost } = await understand.read(turn, viewOf(), config, never)
    const { dropped, matters } = verifyClaims(turn, claims, config, viewOf(), model)
    const ms = performance.now() - started
    if (!counts) return
    if (matters.length === 0) throw new Error(`turn ${i} was not understood`)
    took.push({ order: ORDER.exec(said)?.[0] ?? '', ms })
    calls += cost.calls
    tokensIn += cost.tokensIn
    tokensOut += cost.tokensOut
    unfounded += dropped
  }
  // The first turns open the connections and warm the code up, as a desk that runs has done.
  let next = 0
  const conversation = (until: number, counts: boolean) => async (): Promise<void> => {
    for (let i = next++; i < until; i = next++) {
      await readOne(i + (counts ? 0 : turns), counts)
      if (i % 500 === 0) process.stderr.write(`\r${i}/${until}`)
    }
  }
  await Promise.all(Array.from({ length: beside }, conversation(beside * 2, false)))
  next = 0
  const cpu = process.cpuUsage()
  const started = performance.now()
  await Promise.all(Array.from({ length: beside }, conversation(turns, true)))
  const { user, system } = process.cpuUsage(cpu)
  const seconds = (performance.now() - started) / 1_000
  process.stderr.write('\n')
  const whole = took.map(({ ms }) => ms)
  const over = took.map(({ order, ms }) => ms - (own.get(order) ?? ENDPOINT_MS))
  return {
    turns,
    conversations: beside,
    endpointMs: ENDPOINT_MS,
    turnsPerSecond: round(turns / seconds),
    callsPerTurn: round(calls / turns, 3),
    tokensPerTurn: { in: round(tokensIn / turns, 0), out: round(tokensOut / turns, 0) },
    readMs: { p50: round(quantile(whole, 0.5)), p95: round(quantile(whole, 0.95)), p99: round(quantile(whole, 0.99)) },
    overEndpointMs: { p50: round(quantile(over, 0.5)), p95: round(quantile(over, 0.95)), p99: round(quantile(over, 0.99)) },
    cpuMsPerTurn: round((user + system) / 1_000 / turns, 2),
    fallbacks,
    unfounded,
  }
}

const ENDPOINT_MS = 800
/** Each turn names one of its own. */
const ORDER = /\d{6,}/

/**
 * `understanding [turns] [--beside 100]`: turns read by a model behind an endpoint that answers after 800 ms (in a
 * process of its own), a hundred conversations at once: from a turn in hand to the claims verified, as the desk's
 * converse loop does it. The endpoint tells how long each answer took it; what is above that is ours.
 *
 * Customers do not write in step, so the conversations begin spread over one answer's time and each goes on as soon as
 * its own turn was read. What a hundred turns cost that do come in the same instant is told apart (`atOnce`): there each
 * waits for the work on those before it.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Turn } from '../bot/domain/conversation.ts'
import type { ReadingCost } from '../bot/ports/understand.ts'
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
  let read: Read[] = []
  const readOne = async (i: number): Promise<void> => {
    const said = says(i)
    const turn: Turn = turnOf(said)
    const started = performance.now()
    const { claims, model, cost } = await understand.read(turn, viewOf(), config, never)
    const { dropped, matters } = verifyClaims(turn, claims, config, viewOf(), model)
    const ms = performance.now() - started
    if (matters.length === 0) throw new Error(`turn ${i} was not understood`)
    read.push({ order: ORDER.exec(said)?.[0] ?? '', ms, cost, dropped })
  }
  let next = 0
  const conversation = async (until: number): Promise<void> => {
    for (let i = next++; i < until; i = next++) {
      await readOne(i)
      if (i % 500 === 0) process.stderr.write(`\r${i}/${until}`)
    }
  }
  const together = (until: number, apartMs: number) =>
    Promise.all(Array.from({ length: beside }, (_, n) => pause(n * apartMs).then(() => conversation(until))))
  const over = () => read.map(({ order, ms }) => ms - (own.get(order) ?? ENDPOINT_MS))
  // The first turns open the connections and warm the code up, as a desk that runs has done.
  await together(beside * 2, 0)
  const atOnce: number[] = []
  for (let burst = 0; burst < BURSTS; burst++) {
    read = []
    await together(next + beside, 0)
    atOnce.push(...over())
  }
  read = []
  const cpu = process.cpuUsage()
  const started = performance.now()
  await together(next + turns, ENDPOINT_MS / beside)
  const { user, system } = process.cpuUsage(cpu)
  const seconds = (performance.now() - started) / 1_000
  process.stderr.write('\n')
  const sum = (of: (one: Read) => number) => read.reduce((all, one) => all + of(one), 0)
  return {
    turns,
    conversations: beside,
    endpointMs: ENDPOINT_MS,
    turnsPerSecond: round(turns / seconds),
    callsPerTurn: round(sum((one) => one.cost.calls) / turns, 3),
    tokensPerTurn: { in: round(sum((one) => one.cost.tokensIn) / turns, 0), out: round(sum((one) => one.cost.tokensOut) / turns, 0) },
    readMs: spread(read.map(({ ms }) => ms)),
    overEndpointMs: spread(over()),
    atOnce: { overEndpointMs: spread(atOnce) },
    cpuMsPerTurn: round((user + system) / 1_000 / turns, 2),
    fallbacks,
    unfounded: sum((one) => one.dropped),
  }
}

interface Read {
  readonly order: string
  readonly ms: number
  readonly cost: ReadingCost
  readonly dropped: number
}

function spread(ms: readonly number[]) {
  return { p50: round(quantile(ms, 0.5)), p95: round(quantile(ms, 0.95)), p99: round(quantile(ms, 0.99)) }
}

const BURSTS = 5

const ENDPOINT_MS = 800
/** Each turn names one of its own. */
const ORDER = /\d{6,}/

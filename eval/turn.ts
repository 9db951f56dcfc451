/**
 * `eval -- turn --file F [--rows n]`: how long the whole local understanding of a turn takes, with the shipped
 * configuration and a model trained from its examples: folding, values, matters, moods, and the check of every claim.
 * Each customer turn of the dialogues is read once, with a ticket open that it may belong to.
 */
import { performance } from 'node:perf_hooks'
import { verifyClaims } from '../bot/understanding/verify-claims.ts'
import { ticketOf, turnOf, viewOf } from '../testing/fakes/fixture-turn.ts'
import { readDialogues } from './dialogues.ts'
import { progress, readOptions, required } from './options.ts'
import { shippedDesk } from './shipped-desk.ts'
import { round } from './statistics.ts'

const FLOOR_MS = 5
const WARM_UP = 300

export async function run(args: readonly string[]): Promise<unknown> {
  const options = readOptions(args, ['file', 'rows'])
  const file = required(options.file, 'file')
  const turns = (await readDialogues(file)).flatMap((one) => one.turns).slice(0, Number(options.rows ?? 5_000))
  progress('training from config/examples')
  const { understand, config } = await shippedDesk()
  const view = viewOf({ tickets: [ticketOf()] })
  const signal = new AbortController().signal
  const readOne = async (text: string) => {
    const turn = turnOf(text)
    const start = performance.now()
    const { claims, model } = await understand.read(turn, view, config, signal)
    const { dropped } = verifyClaims(turn, claims, config, view, model)
    return { ms: performance.now() - start, claims: claims.length, dropped }
  }
  for (const text of turns.slice(0, WARM_UP)) await readOne(text)
  const reads = []
  for (const text of turns) reads.push(await readOne(text))
  const ms = reads.map((one) => one.ms).toSorted((a, b) => a - b)
  const at = (share: number) => round(ms[Math.min(ms.length - 1, Math.floor(ms.length * share))] ?? 0)
  const dropped = reads.reduce((sum, one) => sum + one.dropped, 0)
  return {
    file,
    turns: turns.length,
    ms: { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) },
    droppedClaims: dropped,
    ok: at(0.99) <= FLOOR_MS,
  }
}

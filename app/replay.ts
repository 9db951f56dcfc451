/**
 * `npm run replay -- --file <jsonl> [--limit n] [--url http://…]`: drives real dialogues through the API channel
 * as customers, beside each other, and prints one JSON line. Rows: `{id, turns: [{role, text}]}`; only what the
 * customer says is sent. Without --url it starts a desk of its own in a temporary directory, which answers as often as
 * it is spoken to; another desk keeps silent beyond `turn.answersPerMinute`, for dialogues are replayed faster than held.
 */
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { quantile, round } from '../bench/quantile.ts'
import { ApiClient } from '../testing/api-client.ts'
import { startDesk } from '../testing/desk-process.ts'
import { unlimitedIn } from '../testing/quick-talk.ts'
import { followCards, settledCards } from '../testing/shown-cards.ts'

interface Dialogue {
  readonly id: string
  readonly says: readonly string[]
}

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    limit: { type: 'string' },
    url: { type: 'string' },
    token: { type: 'string' },
    beside: { type: 'string', default: '16' },
  },
})
/** Time the desk gets to show the last cards after the last message. */
const SETTLE_MS = 20_000

async function main(): Promise<void> {
  if (!values.file) throw new Error('say which file: npm run replay -- --file dialogues.jsonl')
  const dialogues = await read(values.file, Number(values.limit ?? Number.POSITIVE_INFINITY))
  const dir = await mkdtemp(join(tmpdir(), 'relaydesk-replay-'))
  const own = values.url ? null : await startDesk(dir, { DESK_CONFIG: await unlimitedIn(dir) })
  try {
    await replay(dialogues, new ApiClient(own ?? { url: values.url ?? '', token: values.token ?? process.env['API_TOKEN'] ?? '' }))
  } finally {
    await own?.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

async function read(file: string, limit: number): Promise<readonly Dialogue[]> {
  const dialogues: Dialogue[] = []
  let line = 0
  for await (const text of createInterface({ input: createReadStream(file, 'utf8') })) {
    line++
    if (!text.trim() || dialogues.length >= limit) continue
    const row = JSON.parse(text) as { id?: unknown; turns?: unknown }
    if (typeof row.id !== 'string' || !Array.isArray(row.turns)) throw new Error(`${file}:${line}: a row needs "id" and "turns"`)
    const says = row.turns.flatMap((turn: { role?: string; text?: string }) =>
      turn.role !== 'agent' && typeof turn.text === 'string' ? [turn.text] : [],
    )
    if (says.length > 0) dialogues.push({ id: row.id, says })
  }
  return dialogues
}

async function replay(dialogues: readonly Dialogue[], api: ApiClient): Promise<void> {
  const run = Date.now().toString(36)
  const started = performance.now()
  const acks: number[] = []
  const firstSaid = new Map<string, number>()
  let messages = 0
  let errors = 0
  let next = 0
  const cards = await followCards(api)
  const before = new Set((await api.tickets()).map((t) => t.number))
  const customer = async () => {
    for (let dialogue = dialogues[next++]; dialogue; dialogue = dialogues[next++]) {
      const id = `replay-${run}-${dialogue.id}`
      for (const [i, text] of dialogue.says.entries()) {
        const at = performance.now()
        if (i === 0) firstSaid.set(id, Date.now())
        const answer = await api.say(id, `m${i}`, text, id).catch(() => ({ status: 0 }))
        acks.push(performance.now() - at)
        messages++
        if (answer.status !== 202) errors++
      }
      if (process.stderr.isTTY || next % 25 === 0)
        process.stderr.write(`\r${Math.min(next, dialogues.length)}/${dialogues.length} dialogues, ${messages} messages`)
    }
  }
  await Promise.all(Array.from({ length: Number(values.beside) }, customer))
  process.stderr.write('\n')
  const made = await settledCards(api, cards, before, SETTLE_MS)
  const delays = made.flatMap((t) => {
    const said = firstSaid.get(t.customer)
    return said === undefined || t.shownAt === null ? [] : [t.shownAt - said]
  })
  errors += made.filter((t) => t.shownAt === null).length
  console.log(
    JSON.stringify({
      dialogues: dialogues.length,
      messages,
      tickets: made.length,
      seconds: round((performance.now() - started) / 1000, 2),
      ackMs: { p50: round(quantile(acks, 0.5)), p99: round(quantile(acks, 0.99)) },
      cardMs: { p50: round(quantile(delays, 0.5)), p99: round(quantile(delays, 0.99)) },
      errors,
    }),
  )
}

await main()

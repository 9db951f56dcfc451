/**
 * Which test is which row of the fault catalogue about machines that answer machines (13), words that are too long (51),
 * models (54–66), what is written to them and by them (76–82), commands, roles and mentions (88–93), and files (96–102).
 * A row is a test whose title or file names it, or it has no subject yet and says what would be one.
 */
import { describe, expect, it } from 'vitest'
import { filesUnder, isThere, read } from './repository.ts'

interface Row {
  readonly fault: string
  /** Files, each of which names the row. */
  readonly tests?: readonly string[]
  /** The folder or file whose coming makes the row one that must be tested. */
  readonly awaits?: string
}

const MODEL = 'models/model-faults.test.ts'
const DOWNLOADS = 'testing/files/downloads-only.test.ts'
const crash = (scenario: string) => `testing/crash/rows/${scenario}.ts`
const ROWS: Readonly<Record<number, Row>> = {
  1: { fault: 'events that a platform brings again', tests: ['testing/desk/slack-again.test.ts'] },
  2: { fault: 'one event at two processes at once', tests: [crash('same-event-at-two-processes')] },
  3: { fault: 'a duplicate days later', tests: [crash('duplicate-after-days')] },
  4: { fault: 'one post told twice, as two kinds', tests: ['testing/desk/slack-again.test.ts'] },
  5: { fault: 'a platform that waits five seconds', awaits: 'connectors/wechat' },
  6: { fault: 'events without an id', awaits: 'connectors/wechat' },
  7: { fault: 'acknowledgements that are lost', awaits: 'connectors/dingtalk' },
  8: { fault: 'a crash between commit and acknowledgement', tests: [crash('between-commit-and-ack')] },
  9: { fault: 'a crash before the commit', tests: [crash('between-commit-and-ack')] },
  10: { fault: 'events out of order', tests: ['storage/intake/out-of-order.test.ts'] },
  11: { fault: 'what comes late for a closed ticket', tests: ['bot/domain/transitions.test.ts'] },
  12: { fault: 'twenty messages at once', tests: [crash('burst-of-one-customer')] },
  13: { fault: 'two bots wired to each other', tests: ['testing/desk/answering-machines.test.ts'] },
  14: { fault: 'events of an unknown shape', tests: ['connectors/slack/decode.test.ts'] },
  15: { fault: 'no Redis while events come', tests: [crash('redis-taken-away')] },
  16: { fault: 'no PostgreSQL while events come', tests: [crash('postgres-taken-away')] },
  17: { fault: 'a full disk', tests: [crash('disk-full')] },
  18: { fault: 'a thousand events a second', tests: [crash('load-beyond')] },
  19: { fault: 'kills at random', tests: [crash('random-kills')] },
  20: { fault: 'kills in the middle of work', tests: [crash('random-kills'), crash('every-failpoint')] },
  21: {
    fault: 'an item in hand at every crash',
    tests: [crash('same-job-killed-four-times'), crash('file-in-hand'), crash('promise-in-hand')],
  },
  22: { fault: 'kills in the middle of a migration', tests: [crash('killed-at-statements'), crash('killed-in-migration')] },
  23: { fault: 'kills at the first start', tests: [crash('first-boot')] },
  24: { fault: 'two processes on one directory', tests: [crash('two-on-one-directory')] },
  25: { fault: 'a damaged database', tests: [crash('damaged-database'), crash('database-thread-dies')] },
  26: { fault: 'told to end under load', tests: [crash('told-to-end')] },
  27: { fault: 'a worker that wakes too late', tests: [crash('zombie')] },
  28: { fault: 'a Redis that stands still, dies, comes back', tests: [crash('redis-taken-away')] },
  29: { fault: 'a Redis that was emptied', tests: [crash('redis-emptied')] },
  30: { fault: 'a Redis that throws keys away', tests: [crash('redis-evicts')] },
  31: { fault: 'connections ended by the server', tests: [crash('postgres-taken-away')] },
  33: { fault: 'a cut in place of the answer to COMMIT', tests: [crash('cut-during-commit')] },
  34: { fault: 'black holes', tests: [crash('black-hole'), crash('model-hangs')] },
  35: { fault: 'deadlocks', tests: [crash('deadlocks')] },
  36: { fault: 'clocks that are wrong', tests: [crash('clocks-wrong'), 'storage/database-clock.test.ts', 'storage/due.test.ts'] },
  37: { fault: 'an item that nobody can decide', tests: ['testing/desk/turns.test.ts'] },
  38: { fault: 'a process that computes for ever', tests: [crash('thread-blocked')] },
  39: { fault: 'times over restarts and a year', tests: [crash('promise-in-hand'), 'testing/desk/year-of-timers.test.ts'] },
  40: { fault: 'a crash before the bell', tests: [crash('every-failpoint')] },
  41: { fault: 'one item at two workers', tests: [crash('zombie')] },
  42: {
    fault: 'durability that somebody weakened',
    tests: [crash('flushed'), 'testing/services/database.test.ts', 'storage/durability.test.ts'],
  },
  43: { fault: 'growth over hundreds of thousands of messages', tests: ['bench/server-memory.ts'] },
  44: { fault: 'answers to sends that are lost', tests: [crash('answers-lost')] },
  45: { fault: 'calls without an end', tests: [crash('answers-lost')] },
  46: { fault: 'a platform that limits us', tests: [crash('platform-limits')] },
  47: { fault: 'order within a conversation', tests: [crash('platform-limits')] },
  48: { fault: 'a token that two processes renew', awaits: 'connectors/wechat' },
  49: { fault: 'a token that is refused', tests: [crash('platform-limits')] },
  50: { fault: 'an address for answers that has ended', awaits: 'connectors/dingtalk' },
  51: { fault: 'words longer than a platform takes', tests: ['bot/domain/cut-text.test.ts'] },
  54: { fault: 'broken JSON', tests: [MODEL] },
  55: { fault: 'JSON of the wrong shape', tests: [MODEL] },
  56: { fault: 'refusals', tests: [MODEL] },
  57: { fault: 'unfinished answers', tests: [MODEL] },
  58: { fault: 'endpoints that take their time', tests: [MODEL, 'testing/crash/rows/model-hangs.ts'] },
  59: { fault: 'broken streams', tests: [MODEL] },
  60: { fault: 'too many requests, no credit', tests: [MODEL] },
  61: { fault: 'storms, wrong keys, prompts too long', tests: [MODEL] },
  62: { fault: 'answers that are something else, or huge', tests: [MODEL] },
  63: { fault: 'an endpoint that comes back', tests: [MODEL] },
  64: { fault: 'embeddings that are wrong', awaits: 'rag' },
  65: { fault: 'a crash while an index is made anew', awaits: 'rag' },
  66: { fault: 'answers paid for twice', tests: ['testing/desk/paid-once.test.ts'] },
  76: { fault: 'orders in what customers write', tests: ['models/hostile-model.test.ts', 'testing/desk/hostile-model.test.ts'] },
  77: { fault: 'priority that is talked up', tests: ['bot/decide/cap-urgent.test.ts'] },
  78: { fault: 'orders in documents', awaits: 'rag' },
  79: { fault: 'addresses that a model made up', tests: ['bot/understanding/foreign-links.test.ts', 'testing/desk/hostile-model.test.ts'] },
  80: { fault: 'other customers’ secrets', tests: ['testing/desk/hostile-model.test.ts'] },
  81: { fault: 'the prompt told', tests: ['models/hostile-model.test.ts', 'testing/desk/hostile-model.test.ts'] },
  82: { fault: 'hidden Unicode', tests: ['bot/domain/hidden-words.test.ts', 'models/prompts/prompts.test.ts'] },
  88: { fault: 'commands of those who may not', tests: ['bot/domain/roles.test.ts', 'testing/desk/agents.test.ts'] },
  89: { fault: 'forged and old buttons', tests: ['kit/tokens.test.ts', 'testing/desk/agents.test.ts'] },
  90: { fault: 'two who take at once', tests: ['testing/desk/agents.test.ts', crash('claims-at-once')] },
  91: { fault: 'commands hidden in something else', tests: ['bot/domain/meant.test.ts'] },
  92: { fault: 'customers who call everybody', tests: ['connectors/slack/encode.test.ts', 'testing/desk/slack-words.test.ts'] },
  93: { fault: 'markup in what customers write', tests: ['connectors/slack/encode.test.ts'] },
  96: { fault: 'addresses of our own network', tests: ['connectors/slack/file-hosts.test.ts'] },
  97: { fault: 'addresses of another scheme', tests: ['connectors/slack/file-hosts.test.ts'] },
  98: { fault: 'archives that burst', tests: [DOWNLOADS] },
  99: { fault: 'documents that burst, loop or run', tests: [DOWNLOADS] },
  100: { fault: 'documents that read files of ours', tests: [DOWNLOADS] },
  101: { fault: 'files that are not what they say', tests: [DOWNLOADS] },
  102: { fault: 'files too large, and too many', tests: ['testing/files/oversize.test.ts'] },
}
const WANTED = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 33, 34, 35, 36, 37, 38,
  39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 76, 77, 78, 79, 80, 81, 82, 88,
  89, 90, 91, 92, 93, 96, 97, 98, 99, 100, 101, 102,
]

/** The rows a text names: “fault 54”, “faults 54–63”, “Rows 76 and 79–81 of the fault catalogue”, `rows: [34, 58]`. */
function rowsNamed(text: string): ReadonlySet<number> {
  const lists = [...text.matchAll(/(?:\b[Ff]aults? |\b[Rr]ows?(?: |: \[))((?:\d+(?:–|, | and )?)+)(?!\w)/g)].map(([, list = '']) => list)
  const numbers = lists.flatMap((list) =>
    list.split(/, | and /).flatMap((part) => {
      const [first = Number.NaN, last = first] = part.split('–').map(Number)
      return Array.from({ length: last - first + 1 }, (_, i) => first + i)
    }),
  )
  return new Set(numbers)
}

describe('these rows of the fault catalogue', () => {
  it('are all here', () => expect(Object.keys(ROWS).map(Number)).toEqual(WANTED))

  it.each(Object.entries(ROWS))('%s: each has a test that names it, or nothing to test yet', (number, { tests = [], awaits }) => {
    for (const file of tests) expect(rowsNamed(read(file)), file).toContain(Number(number))
    if (awaits) expect(isThere(awaits), `${awaits}/ is here: row ${number} must be a test now`).toBe(false)
    expect(tests.length > 0).toBe(awaits === undefined)
  })

  it('are named in no test file that the table does not know', () => {
    const own = filesUnder('', /\.test\.ts$/).filter((file) => file !== 'testing/fault-rows.test.ts')
    const unknown = own.flatMap((file) => {
      const named = [...rowsNamed(read(file))].filter((row) => row in ROWS)
      return named.filter((row) => !ROWS[row]?.tests?.includes(file)).map((row) => `${file} names ${row}`)
    })
    expect(unknown).toEqual([])
  })
})

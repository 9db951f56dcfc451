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
const ROWS: Readonly<Record<number, Row>> = {
  13: { fault: 'bots wired to each other', tests: ['testing/desk/answering-machines.test.ts'] },
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
  90: { fault: 'two who take at once', tests: ['testing/desk/agents.test.ts'] },
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
  13, 51, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 76, 77, 78, 79, 80, 81, 82, 88, 89, 90, 91, 92, 93, 96, 97, 98, 99, 100, 101,
  102,
]

/** The rows a text names: “fault 54”, “faults 54–63”, “Rows 76 and 79–81 of the fault catalogue”, `rows: [34, 58]`. */
function rowsNamed(text: string): ReadonlySet<number> {
  const lists = [...text.matchAll(/(?:\b[Ff]aults? |\b[Rr]ows?(?: |: \[))((?:\d+(?:–|, | and )?)+)/g)].map(([, list = '']) => list)
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

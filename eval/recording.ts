/**
 * What an endpoint answered to the rows of a frozen set, kept in a file so that the same answers can be read again
 * without it. A file begins with one line about how it was made; each further line holds the answers to one row, under a
 * key of the prompt's version and of what was put to it. A row that was put otherwise, or to another prompt, has none.
 */
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { readCompletion } from '../models/read-completion.ts'

const Header = z.object({
  prompt: z.string(),
  model: z.string(),
  /** Host of the endpoint, or what it was. */
  endpoint: z.string(),
  recordedAt: z.string(),
  /** False: the answers are those of a mock, and say nothing about any model. */
  real: z.boolean(),
  /** SHA-256 of everything that is sent before a turn: prompt, categories, schema. Another one: the desk has changed since. */
  prefix: z.string(),
})
export type Header = z.infer<typeof Header>

const Answer = z.object({
  status: z.number(),
  text: z.string(),
  finish: z.string().default('stop'),
  refused: z.boolean().default(false),
  usage: z.unknown().nullable().default(null),
})
type Answer = z.infer<typeof Answer>
const Row = z.object({ key: z.string(), answers: z.array(Answer) })

/** Key of one row: the version of the prompt, and everything of the row that the prompt is made of. */
export function keyOf(prompt: string, input: unknown): string {
  return createHash('sha256')
    .update(`${prompt}\n${JSON.stringify(input)}`)
    .digest('hex')
}

/** Hands calls on, and keeps what was answered to them. */
export class Recorder {
  readonly #rows = new Map<string, Answer[]>()
  readonly #base: typeof fetch
  #now: Answer[] = []

  constructor(base: typeof fetch = fetch) {
    this.#base = base
  }

  /** What is asked from now on belongs to this row. */
  begin(key: string): void {
    this.#now = []
    this.#rows.set(key, this.#now)
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const answers = this.#now
    const response = await this.#base(input, init)
    // What a form or a length was refused with belongs to the exchange; an outage belongs to that day.
    if (response.ok) {
      const { text, finish, refused, usage } = await readCompletion(response.clone())
      answers.push({ status: response.status, text, finish, refused, usage })
    } else if (response.status === 400) answers.push(Answer.parse({ status: 400, text: await response.clone().text() }))
    return response
  }

  /** Rows that got no answer at all are left out, so that they are missed later. */
  async write(file: string, header: Header): Promise<void> {
    const rows = [...this.#rows].filter(([, answers]) => answers.some((one) => one.status === 200))
    const lines = [header, ...rows.map(([key, answers]) => ({ key, answers }))]
    await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  }
}

/** Answers calls with what was recorded, in the same order; the network is not used. */
export class Replay {
  readonly header: Header
  readonly #rows: ReadonlyMap<string, readonly Answer[]>
  #left: Answer[] = []

  private constructor(header: Header, rows: ReadonlyMap<string, readonly Answer[]>) {
    this.header = header
    this.#rows = rows
  }

  /** Rejects where the file is none, or was recorded with another prompt. */
  static async open(file: string, prompt: string): Promise<Replay> {
    const [head = '', ...lines] = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '')
    const header = Header.parse(JSON.parse(head))
    if (header.prompt !== prompt) throw new Error(`${noFixture(prompt, file)} It was recorded with ${header.prompt}.`)
    return new Replay(header, new Map(lines.map((line) => Row.parse(JSON.parse(line))).map(({ key, answers }) => [key, answers])))
  }

  /** Whether there is a recording of this row; what is asked from now on belongs to it. */
  begin(key: string): boolean {
    this.#left = [...(this.#rows.get(key) ?? [])]
    return this.#left.length > 0
  }

  readonly fetch: typeof fetch = async () => {
    const answer = this.#left.shift()
    if (!answer) throw new Error('this call was not recorded')
    const { status, text, finish, refused, usage } = answer
    const message = { role: 'assistant', content: text, refusal: refused ? text || 'refused' : null }
    const body = status === 200 ? JSON.stringify({ id: 'recorded', choices: [{ index: 0, message, finish_reason: finish }], usage }) : text
    return new Response(body, { status, headers: { 'content-type': 'application/json' } })
  }
}

export function noFixture(prompt: string, file: string): string {
  return `No fixture for prompt ${prompt} in ${file}: run with a key (OPENAI_API_KEY=… npm run eval -- understand --record ${file}).`
}

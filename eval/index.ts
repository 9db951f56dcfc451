/** `npm run eval -- <name> [options]`: measures one ability on a JSONL file, progress on stderr, one JSON object on stdout. */
const [name = '', ...rest] = process.argv.slice(2)
const evals: Readonly<Record<string, () => Promise<{ run(args: readonly string[]): Promise<unknown> }>>> = {
  classify: () => import('./classify.ts'),
  sentiment: () => import('./sentiment.ts'),
  extract: () => import('./extract.ts'),
  injection: () => import('./injection.ts'),
  private: () => import('./private.ts'),
  examples: () => import('./examples.ts'),
  understand: () => import('./understand.ts'),
  turn: () => import('./turn.ts'),
  talk: () => import('./talk.ts'),
}
const load = evals[name]
if (!load) {
  process.stderr.write(`There is no evaluation “${name}”. There are: ${Object.keys(evals).join(', ')}\n`)
  process.exit(1)
}
try {
  const result = (await (await load()).run(rest)) as object
  console.log(JSON.stringify({ eval: name, ...result }))
  process.exit(0)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}

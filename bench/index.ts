/** `npm run bench -- <name> [options]`: runs one benchmark, progress on stderr, one JSON object on stdout. */
const [name = '', ...rest] = process.argv.slice(2)
const benches: Readonly<Record<string, () => Promise<{ run(args: readonly string[]): Promise<unknown> }>>> = {
  pipeline: () => import('./pipeline.ts'),
  memory: () => import('./memory.ts'),
  understanding: () => import('./understanding.ts'),
  growth: () => import('./growth.ts'),
  intake: () => import('./intake.ts'),
  slack: () => import('./slack.ts'),
  pings: () => import('./pings.ts'),
}
const load = benches[name]
if (!load) {
  process.stderr.write(`There is no benchmark “${name}”. There are: ${Object.keys(benches).join(', ')}\n`)
  process.exit(1)
}
console.log(JSON.stringify({ bench: name, ...((await (await load()).run(rest)) as object) }))
process.exit(0)

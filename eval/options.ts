/** `--key value` pairs; what is not known is told, because a mistyped option would measure something else. */
export function readOptions<const K extends string>(args: readonly string[], known: readonly K[]): Partial<Record<K, string>> {
  const options: Partial<Record<K, string>> = {}
  for (let i = 0; i < args.length; i += 2) {
    const key = (args[i] ?? '').replace(/^--/, '')
    const value = args[i + 1]
    const match = known.find((one) => one === key)
    if (!match || value === undefined || value.startsWith('--')) {
      throw new Error(`Unknown or empty option “${args[i]}”. There are: ${known.map((one) => `--${one} <value>`).join(', ')}`)
    }
    options[match] = value
  }
  return options
}

export function required(value: string | undefined, name: string): string {
  if (value === undefined) throw new Error(`--${name} <value> is missing.`)
  return value
}

export function progress(line: string): void {
  process.stderr.write(`${line}\n`)
}

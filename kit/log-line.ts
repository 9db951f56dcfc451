const COLOURS: Readonly<Record<string, string>> = { debug: '90', info: '36', warn: '33', error: '31' }

/** A JSON log line as a person reads it: `12:00:00.123 info  ticket opened ticket=…`, with stacks below. */
export function logLine(json: string): string {
  const { time, level, event, ...fields } = JSON.parse(json) as Record<string, unknown>
  const colour = COLOURS[String(level)] ?? '0'
  const rest = Object.entries(fields).map(([name, value]) => ` \u001b[90m${name}=\u001b[0m${shown(value)}`)
  return `${String(time).slice(11, 23)} \u001b[${colour}m${String(level).padEnd(5)}\u001b[0m ${String(event)}${rest.join('')}\n`
}

function shown(value: unknown): string {
  if (typeof value === 'string') return /^[\w.:/@-]+$/.test(value) ? value : JSON.stringify(value)
  const stack = (value as { stack?: unknown } | null)?.stack
  if (typeof stack !== 'string') return JSON.stringify(value)
  const cause = (value as { cause?: unknown }).cause
  return cause === undefined ? `\n${stack}` : `\n${stack}\ncaused by ${shown(cause)}`
}

/** The log of the process: JSON lines on stdout, or one readable line each when a person watches. */
import { pino } from 'pino'
import { logLine } from './log-line.ts'
import { scrub } from './scrub.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Ids, counts, codes, milliseconds. Never what somebody wrote. An `error` goes in as the error itself. */
export type LogFields = Readonly<Record<string, unknown>>

/** What the desk writes about itself. `event` is a short constant phrase; everything variable is a field. */
export interface Log {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
  /** A log that adds these fields to each line. */
  child(fields: LogFields): Log
}

export interface LogOptions {
  readonly level: LogLevel
  /** Where lines go; stdout unless told. */
  readonly out?: { write(line: string): unknown; readonly isTTY?: boolean }
}

/** Secrets and whatever hangs on errors are scrubbed from every field before a line is made. */
export function createLog({ level, out }: LogOptions): Log {
  const base = {
    level,
    base: null,
    messageKey: 'event',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (name: string) => ({ level: name }) },
    // Errors are plain objects by the time pino sees them.
    serializers: {},
  }
  const target = out ?? process.stdout
  if (target.isTTY) return wrap(pino(base, { write: (line: string) => void target.write(logLine(line)) }))
  return wrap(out ? pino(base, { write: (line: string) => void out.write(line) }) : pino(base))
}

type Lines = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error' | 'isLevelEnabled' | 'child'>

function wrap(lines: Lines): Log {
  const at = (level: 'debug' | 'info' | 'warn' | 'error') => (event: string, fields?: LogFields) => {
    if (lines.isLevelEnabled(level)) lines[level](fields ? (scrub(fields) as object) : {}, event)
  }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => wrap(lines.child(scrub(fields) as Record<string, unknown>)),
  }
}

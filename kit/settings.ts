/**
 * What this process reads from its environment: one table. `.env.example` has the same keys and the same
 * help (a test compares them both ways); only app/ reads `process.env`, and hands it to `readSettings`.
 */
import { z } from 'zod'
import { Fault } from './fault.ts'
import { readS3Place } from './s3-place.ts'

/** One environment variable. `fallback` is written as it would stand in the environment; null: no value. */
export interface Setting<T = unknown, F extends string | null = string | null> {
  readonly key: string
  readonly parse: z.ZodType<T, string>
  readonly fallback: F
  readonly help: string
  /** Never logged, never shown. */
  readonly secret: boolean
  readonly group: 'server' | 'storage' | 'access' | 'models' | 'platforms' | 'tests'
}

function setting<T, F extends string | null>(row: Omit<Setting<T, F>, 'secret'> & { secret?: true }): Setting<T, F> {
  return { ...row, secret: row.secret ?? false }
}

function url(...schemes: string[]): z.ZodType<string, string> {
  const hint = `must be an address that starts with ${schemes.map((s) => `${s}://`).join(' or ')}`
  return z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)), hint)
}

const webUrl = url('http', 'https').transform((text) => text.replace(/\/+$/, ''))

function secretOf(min: number): z.ZodType<string, string> {
  return z.string().min(min, `must have at least ${min} characters; make one with: openssl rand -hex 32`)
}

const tokens = z
  .string()
  .regex(/^\d{1,12}$/, 'must be a number of tokens')
  .transform(Number)

/** The settings, in the order a person wants to read them. */
export const SETTINGS = {
  port: setting({
    key: 'PORT',
    parse: z
      .string()
      .regex(/^\d{1,5}$/, 'must be a port number, 0 to 65535 (0: any free port)')
      .transform(Number)
      .refine((port) => port <= 65_535, 'must be a port number, 0 to 65535 (0: any free port)'),
    fallback: '3000',
    help: 'Port the desk listens on.',
    group: 'server',
  }),
  host: setting({
    key: 'HOST',
    parse: z.string().regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or address without scheme and port, such as 127.0.0.1'),
    fallback: '127.0.0.1',
    help: 'Address to listen on. With any other than a loopback address, the console asks for sign-in.',
    group: 'server',
  }),
  publicUrl: setting({
    key: 'PUBLIC_URL',
    parse: webUrl,
    fallback: null,
    help: 'Address people and platforms reach the desk at, for links; https here makes cookies https-only.',
    group: 'server',
  }),
  logLevel: setting({
    key: 'LOG_LEVEL',
    parse: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be one of debug, info, warn, error, silent'),
    fallback: 'info',
    help: 'How much is logged: debug, info, warn, error or silent.',
    group: 'server',
  }),
  otlpEndpoint: setting({
    key: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    parse: webUrl,
    fallback: null,
    help: 'Address of an OpenTelemetry collector (OTLP over HTTP) that gets traces. Unset: nothing is traced.',
    group: 'server',
  }),
  deskConfig: setting({
    key: 'DESK_CONFIG',
    parse: z.string(),
    fallback: 'config/desk.yaml',
    help: 'File with teams, categories, rules and promises; read into the database when that has none yet.',
    group: 'server',
  }),
  dataDir: setting({
    key: 'DATA_DIR',
    parse: z.string(),
    fallback: './data',
    help: 'Directory of the embedded database, files and generated secrets. One process at a time.',
    group: 'storage',
  }),
  databaseUrl: setting({
    key: 'DATABASE_URL',
    parse: url('postgres', 'postgresql'),
    fallback: null,
    secret: true,
    help: 'PostgreSQL 15 or newer with pgvector. Unset: the embedded database in DATA_DIR.',
    group: 'storage',
  }),
  redisUrl: setting({
    key: 'REDIS_URL',
    parse: url('redis', 'rediss'),
    fallback: null,
    secret: true,
    help: 'Redis or Valkey that wakes the processes of one desk at once; only with DATABASE_URL. Unset: they look each second.',
    group: 'storage',
  }),
  blobUrl: setting({
    key: 'BLOB_URL',
    parse: z.string().superRefine((text, wrong) => {
      try {
        readS3Place(text)
      } catch (error) {
        wrong.addIssue({ code: 'custom', message: error instanceof TypeError ? 'must look like s3://bucket' : (error as Error).message })
      }
    }),
    fallback: null,
    help: 'S3-compatible store for files: s3://bucket/prefix?endpoint=https://…&region=…. Unset: the directory DATA_DIR/blobs.',
    group: 'storage',
  }),
  awsAccessKeyId: setting({
    key: 'AWS_ACCESS_KEY_ID',
    parse: z.string(),
    fallback: null,
    secret: true,
    help: 'Key id for the store of BLOB_URL.',
    group: 'storage',
  }),
  awsSecretAccessKey: setting({
    key: 'AWS_SECRET_ACCESS_KEY',
    parse: z.string(),
    fallback: null,
    secret: true,
    help: 'Secret key for the store of BLOB_URL.',
    group: 'storage',
  }),
  fileMaxMb: setting({
    key: 'FILE_MAX_MB',
    parse: z
      .string()
      .regex(/^[1-9]\d{0,2}$/, 'must be megabytes, 1 to 999')
      .transform(Number),
    fallback: '20',
    help: 'Largest file taken from anybody, in megabytes; of a larger one only its name is kept.',
    group: 'storage',
  }),
  apiToken: setting({
    key: 'API_TOKEN',
    parse: secretOf(8),
    fallback: null,
    secret: true,
    help: 'Token of the REST API and of /login. Unset: generated into DATA_DIR/api-token. Required with DATABASE_URL.',
    group: 'access',
  }),
  sessionSecret: setting({
    key: 'SESSION_SECRET',
    parse: secretOf(16),
    fallback: null,
    secret: true,
    help: 'Signs buttons, cookies and links. Unset: generated into DATA_DIR/session-secret. Required with DATABASE_URL.',
    group: 'access',
  }),
  openaiApiKey: setting({
    key: 'OPENAI_API_KEY',
    parse: z.string(),
    fallback: null,
    secret: true,
    help: 'Key of an OpenAI-compatible endpoint. With this and OPENAI_BASE_URL unset, only the built-in models read turns.',
    group: 'models',
  }),
  openaiBaseUrl: setting({
    key: 'OPENAI_BASE_URL',
    parse: webUrl,
    fallback: null,
    help: 'Address of another OpenAI-compatible endpoint, with its /v1.',
    group: 'models',
  }),
  openaiModel: setting({
    key: 'OPENAI_MODEL',
    parse: z.string(),
    fallback: null,
    help: 'Name of the model that reads turns. Unset: the default of the desk.',
    group: 'models',
  }),
  openaiVisionModel: setting({
    key: 'OPENAI_VISION_MODEL',
    parse: z.string(),
    fallback: null,
    help: 'Name of a model that reads pictures. They go to the endpoint as they are, nothing masked. Unset: pictures are only shown.',
    group: 'models',
  }),
  ffmpeg: setting({
    key: 'FFMPEG',
    parse: z.string(),
    fallback: 'ffmpeg',
    help: 'Program that takes still pictures out of films for OPENAI_VISION_MODEL: a name on PATH, or a path. Not there: films are only shown.',
    group: 'models',
  }),
  openaiVoiceModel: setting({
    key: 'OPENAI_VOICE_MODEL',
    parse: z.string(),
    fallback: null,
    help: 'Name of a model that writes down voice messages, as they are. Unset: they are only shown.',
    group: 'models',
  }),
  openaiDailyBudget: setting({
    key: 'OPENAI_DAILY_BUDGET',
    parse: tokens,
    fallback: null,
    help: 'Tokens a day (UTC) that the endpoint may cost, all processes together; then the built-in model reads. Unset: no limit.',
    group: 'models',
  }),
  openaiCustomerDailyBudget: setting({
    key: 'OPENAI_CUSTOMER_DAILY_BUDGET',
    parse: tokens,
    fallback: null,
    help: 'The same for one customer. Unset: no limit.',
    group: 'models',
  }),
  slackBotToken: setting({
    key: 'SLACK_BOT_TOKEN',
    parse: z.string().regex(/^xoxb-\S+$/, 'must be a bot token, which starts with xoxb-'),
    fallback: null,
    secret: true,
    help: 'Bot token of the Slack app, xoxb-…; Slack starts when it is set.',
    group: 'platforms',
  }),
  slackSigningSecret: setting({
    key: 'SLACK_SIGNING_SECRET',
    parse: z.string(),
    fallback: null,
    secret: true,
    help: 'Signing secret of the Slack app, for requests to /slack/events.',
    group: 'platforms',
  }),
  slackAppToken: setting({
    key: 'SLACK_APP_TOKEN',
    parse: z.string().regex(/^xapp-\S+$/, 'must be an app-level token, which starts with xapp-'),
    fallback: null,
    secret: true,
    help: 'App-level token, xapp-…, to hear Slack over Socket Mode where it cannot reach the desk by HTTP.',
    group: 'platforms',
  }),
  slackApiUrl: setting({
    key: 'SLACK_API_URL',
    parse: webUrl,
    fallback: null,
    help: 'Address of the Slack Web API. Unset: the real one.',
    group: 'platforms',
  }),
  slackPaceMs: setting({
    key: 'SLACK_PACE_MS',
    parse: z
      .string()
      .regex(/^\d{1,5}$/, 'must be milliseconds, 0 to 99999')
      .transform(Number),
    fallback: '1000',
    help: 'Milliseconds between two messages in one Slack channel, beyond short bursts; Slack asks for 1000.',
    group: 'platforms',
  }),
} as const

type Table = typeof SETTINGS

/** The settings as typed values; null where a variable without a default is unset. */
export type Settings = {
  readonly [K in keyof Table]: z.output<Table[K]['parse']> | (Table[K]['fallback'] extends null ? null : never)
}

/**
 * Reads and checks every setting. An empty variable counts as unset, because that is what `KEY=` in an env
 * file means. Throws one CONFIG_INVALID whose fact `problems` has a line for each wrong variable; a secret's
 * value is in none of them.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const problems: string[] = []
  const values = Object.entries<Setting>(SETTINGS).map(([name, row]) => {
    const given = env[row.key]?.trim() || row.fallback
    if (given === null) return [name, null]
    const parsed = row.parse.safeParse(given)
    if (parsed.success) return [name, parsed.data]
    const shown = row.secret ? '' : ` It is ${JSON.stringify(given)}.`
    const why = parsed.error.issues[0]?.message ?? 'cannot be read'
    problems.push(`${row.key} ${why}.${shown} Change or unset it in the environment.`)
    return [name, null]
  })
  if (problems.length > 0) throw new Fault('CONFIG_INVALID', { problems: problems.join('\n') })
  return Object.fromEntries(values) as Settings
}

/** The connections of one process to Redis, and whether Redis answers. */
import { Redis, type RedisOptions } from 'ioredis'

export interface RedisLinks {
  /** For short commands: fails at once without a connection, and after half a second without an answer. */
  readonly quick: Redis
  /** For BullMQ's workers, which wait for their answers and for Redis to come back. */
  readonly patient: Redis
  /** For subscriptions; renews them by itself. */
  readonly ear: Redis
  /** Whether Redis answered lately. While it does not, callers leave it alone. */
  ok(): boolean
  /** By what rule it throws keys away when its memory is full, as it last told; null: by none. */
  evictsBy(): string | null
  /** Says that a command went unanswered; a probe each second finds out when Redis is back. */
  doubt(): void
  close(): void
}

export interface RedisLinksOptions {
  readonly url: string
  /** Called when Redis stops answering and when it answers again. */
  readonly onState?: (ok: boolean) => void
  /** Called when it tells a rule by which it throws keys away. */
  readonly onEviction?: (policy: string) => void
}

const COMMAND_MS = 500
const CONNECT_MS = 2_000
const PROBE_MS = 1_000
const LONGEST_RETRY_MS = 2_000
/** How often it is asked by what rule it throws keys away: after so many probes, and when it comes back. */
const PROBES_PER_RULE = 30

/** Resolves when Redis has answered, or a second later without it: a desk starts without Redis too. */
export async function openRedisLinks({ url, onState = () => {}, onEviction = () => {} }: RedisLinksOptions): Promise<RedisLinks> {
  const common: RedisOptions = {
    connectTimeout: CONNECT_MS,
    retryStrategy: (times) => Math.min(times * 100, LONGEST_RETRY_MS),
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  }
  const quick = new Redis(url, { ...common, enableOfflineQueue: false, commandTimeout: COMMAND_MS, maxRetriesPerRequest: 0 })
  const patient = new Redis(url, { ...common, maxRetriesPerRequest: null })
  const ear = new Redis(url, { ...common, maxRetriesPerRequest: null })
  const links = [quick, patient, ear]
  let ok = false
  let probing: Promise<void> | null = null
  let closed = false
  const say = (now: boolean) => {
    if (ok === now || closed) return
    ok = now
    onState(now)
  }
  let rule: string | null = null
  let probes = 0
  const learnRule = async () => {
    if (probes++ % PROBES_PER_RULE !== 0) return
    // Whoever may not ask does not know.
    const told = /^maxmemory_policy:(\S+)/m.exec(await quick.info('memory').catch(() => ''))?.[1] ?? null
    const now = told === 'noeviction' ? null : told
    if (now !== null && now !== rule) onEviction(now)
    rule = now
  }
  // One probe at a time: a frozen Redis keeps what it was asked, and answers it all when it thaws.
  const probe = () => {
    probing ??= quick
      .ping()
      .then(() => {
        if (!ok) probes = 0
        say(true)
        return learnRule()
      })
      .catch(() => say(false))
      .finally(() => {
        probing = null
      })
    return probing
  }
  for (const link of links) link.on('error', () => undefined)
  quick.on('close', () => say(false))
  quick.on('ready', () => void probe())
  const timer = setInterval(() => void probe(), PROBE_MS)
  await Promise.race([
    new Promise<void>((resolve) => quick.once('ready', () => void probe().then(resolve))),
    new Promise<void>((resolve) => setTimeout(resolve, PROBE_MS)),
  ])
  return {
    quick,
    patient,
    ear,
    ok: () => ok,
    evictsBy: () => rule,
    doubt: () => say(false),
    close: () => {
      closed = true
      ok = false
      clearInterval(timer)
      for (const link of links) link.disconnect()
    },
  }
}

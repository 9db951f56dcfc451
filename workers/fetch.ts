/**
 * The fetch loop: files that platforms have become blobs of ours, while the words they came with are long worked on.
 * What a file is is judged by its bytes; it is streamed, and cut off at the largest size that is taken.
 */

import { ERRORS, type ErrorCode } from '../bot/errors.ts'
import type { Channel, ChannelName, FileRef } from '../bot/ports/channel.ts'
import type { FetchOutcome, FileStore, FileWork } from '../bot/ports/stores.ts'
import { fault } from '../kit/failpoint.ts'
import { namedFailure } from '../kit/fault.ts'
import { kindOfBlob } from '../kit/file-kind.ts'
import type { Log } from '../kit/log.ts'
import type { Bell } from '../kit/ports/bell.ts'
import type { Blobs } from '../kit/ports/blobs.ts'
import { type Loop, runLoop } from './loop.ts'

export interface FetchOptions {
  readonly store: FileStore
  readonly channels: ReadonlyMap<ChannelName, Channel>
  readonly blobs: Blobs
  /** Largest file, in bytes. */
  readonly max: number
  readonly bell: Bell
  readonly log: Log
}

const POLL_MS = 2_000
/** Files on their way at once: each costs a connection and the disk, not memory. */
const AT_ONCE = 4
/** A platform that needs longer for a whole file is tried again later. */
const FETCH_MS = 90_000
/** A claim holds for 15 s: whoever comes after a process that died need not wait for the longest fetch. */
const RENEW_MS = 5_000

export function startFetch(options: FetchOptions): Loop {
  const stopping = new AbortController()
  const loop = runLoop({
    work: 'fetch',
    bell: options.bell,
    pollMs: POLL_MS,
    step: async () => {
      const works = await options.store.claim([...options.channels.keys()], AT_ONCE)
      if (works.length === 0) return false
      const left = new Set(works)
      const renewing = setInterval(() => void options.store.renew([...left]).catch(() => undefined), RENEW_MS)
      const ends = await Promise.allSettled(works.map((work) => one(options, work, stopping.signal).finally(() => left.delete(work))))
      clearInterval(renewing)
      for (const end of ends) if (end.status === 'rejected') throw end.reason
      return true
    },
    failed: (error) => options.log.error('fetch failed', { error }),
  })
  return {
    stop: async () => {
      // A file half fetched is fetched again by whoever comes next: nobody waits a minute for it.
      stopping.abort()
      await loop.stop()
    },
  }
}

async function one(options: FetchOptions, work: FileWork, stopping: AbortSignal): Promise<void> {
  const outcome = work.worn ? { failed: 'CHANNEL_UNREACHABLE' as const, again: false } : await fetchOne(options, work, stopping)
  if ('failed' in outcome)
    options.log.warn('a file was not fetched', { file: work.id, channel: work.channel, code: outcome.failed, tries: work.tries })
  const { rings } = await options.store.settle(work, outcome)
  for (const ring of rings) options.bell.ring(ring)
}

async function fetchOne({ channels, blobs, max }: FetchOptions, work: FileWork, stopping: AbortSignal): Promise<FetchOutcome> {
  const channel = channels.get(work.channel)
  if (!channel) return { failed: 'CHANNEL_UNKNOWN', again: false }
  // The platform's word is enough to leave it; it is not enough to take it.
  if (work.size > max) return { failed: 'INPUT_TOO_LARGE', again: false }
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(FETCH_MS)])
  try {
    const bytes = await unlessAborted(channel.file(refOf(work)), signal)
    const { hash, size } = await blobs.put(bytes.pipeThrough(new TransformStream(), { signal }), max)
    const kind = await kindOfBlob(blobs, hash)
    fault('after_fetch_before_settle')
    return { stored: { blob: hash, size, mime: kind?.mime ?? 'application/octet-stream' } }
  } catch (error) {
    return stopping.aborted ? { stopped: true } : failureOf(error)
  }
}

function refOf({ ref, name, mime, size }: FileWork): FileRef {
  return { ref, name, mime, size }
}

/** What came too late is let go, so that its connection does not stay open. */
function unlessAborted(asked: Promise<ReadableStream<Uint8Array>>, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    asked.then(
      (stream) => {
        signal.removeEventListener('abort', abort)
        if (signal.aborted) void stream.cancel().catch(() => undefined)
        else resolve(stream)
      },
      (error) => {
        signal.removeEventListener('abort', abort)
        reject(error)
      },
    )
  })
}

/** What nobody gave a name is a line that was cut, or the like: trying again may help. */
function failureOf(error: unknown): FetchOutcome {
  const named = namedFailure(error)
  const code = named && named.code in ERRORS ? (named.code as ErrorCode) : 'CHANNEL_UNREACHABLE'
  const afterMs = Number(named?.facts['retryMs'] ?? 0)
  return { failed: code, again: ERRORS[code].retry, ...(afterMs > 0 ? { afterMs } : {}) }
}

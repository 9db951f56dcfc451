/**
 * Still pictures out of a film, by ffmpeg. A customer's film is foreign bytes for the largest decoder there is, so it
 * runs beside us and small: without a shell or our environment, on one file of ours that can only be a film, with one
 * thread, little memory and little time; one film after another, so that a flood of them takes nothing from the rest.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { DeskError } from '../bot/errors.ts'

/**
 * Up to four JPEGs from along a film, no side longer than 768 pixels. Rejects with FILE_TYPE_REFUSED where it cannot be
 * read in time, UNAVAILABLE where too many wait or there is no room, MODEL_UNREACHABLE where `signal` ends it.
 */
export type KeyFrames = (film: Uint8Array, signal: AbortSignal) => Promise<readonly Uint8Array[]>

export interface KeyFrameOptions {
  /** Both as paths. `prlimit` bounds what a process may take; null: this system has none. */
  readonly ffmpeg: string
  readonly prlimit: string | null
  /** Begins the time for all frames of one film together; those that are there when it aborts are taken. Five seconds unless told. */
  readonly deadline?: () => AbortSignal
}

const DEADLINE_MS = 5_000
const MOST_FRAMES = 4
/** Besides the one in hand; each is in memory. */
const MOST_WAITING = 4
const MOST_BYTES = 512 * 1024
const LONGEST_SAYING = 8_000
const FILM = 'film.mp4'
/** For the process: address space, seconds of CPU, bytes written, files, no core. */
const LIMITS = ['--as=1073741824', '--cpu=5', `--fsize=${MOST_BYTES}`, '--nofile=64', '--core=0']
/** Nothing but the file itself is opened, and only as MP4: a playlist in its place would send us to other addresses. 4K is read, more is not. */
const TAKES = ['-nostdin', '-hide_banner', '-max_alloc', '67108864', '-protocol_whitelist', 'file', '-f', 'mov']
const READS = ['-codec_whitelist', 'h264,hevc,mpeg4,av1,libdav1d,vp9', '-threads', '1', '-max_pixels:v', '9437184']
/** A frame anywhere is drawn from the key frame before it on; of a large film, where that takes too long, the key frame itself has to do. */
const ANYWHERE = ['-skip_frame:v', 'noref']
const AT_KEY_FRAMES = ['-skip_frame:v', 'nokey', '-noaccurate_seek']
const LARGE = 1920 * 1088
const DRAWS = "scale='min(768,iw)':'min(768,ih)':force_original_aspect_ratio=decrease"
const GIVES = ['-map', '0:v:0', '-vf', DRAWS, '-frames:v', '1', '-threads', '1', '-filter_threads', '1']
const WRITES = ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-q:v', '5', '-f', 'image2', '-update', '1', '-y']

export function createKeyFrames({ ffmpeg, prlimit, deadline = () => AbortSignal.timeout(DEADLINE_MS) }: KeyFrameOptions): KeyFrames {
  const run = (dir: string, args: readonly string[], ended: AbortSignal) =>
    runIn(dir, prlimit ?? ffmpeg, prlimit === null ? args : [...LIMITS, ffmpeg, ...args], ended)
  let last: Promise<unknown> = Promise.resolve()
  let under = 0
  return async (film, signal) => {
    if (under > MOST_WAITING) throw new DeskError('UNAVAILABLE', { why: 'too many films wait' })
    under++
    const mine = last.then(() => {
      signal.throwIfAborted()
      return framesOf(film, run, AbortSignal.any([signal, deadline()]))
    })
    last = mine.then(
      () => under--,
      () => under--,
    )
    return Promise.race([mine, untilAborted(signal)]).catch((error: unknown) => {
      if (signal.aborted) throw new DeskError('MODEL_UNREACHABLE', { why: 'aborted' }, error)
      throw error instanceof DeskError ? error : new DeskError('UNAVAILABLE', { why: 'no room to look at films' }, error)
    })
  }
}

type Run = (dir: string, args: readonly string[], ended: AbortSignal) => Promise<string>

async function framesOf(film: Uint8Array, run: Run, ended: AbortSignal): Promise<readonly Uint8Array[]> {
  const dir = await mkdtemp(join(tmpdir(), 'relaydesk-film-'))
  try {
    await writeFile(join(dir, FILM), film, { mode: 0o600 })
    const said = await run(dir, [...TAKES, ...READS, '-i', FILM], ended)
    const where = pixelsIn(said) > LARGE ? AT_KEY_FRAMES : ANYWHERE
    const frames: Uint8Array[] = []
    for (const [n, at] of momentsOf(lengthIn(said)).entries()) {
      if (ended.aborted) break
      const name = `${n}.jpg`
      await run(dir, [...TAKES, ...READS, ...where, '-ss', at.toFixed(2), '-i', FILM, ...GIVES, ...WRITES, name], ended)
      const frame = await pictureAt(join(dir, name))
      // A film of which not even the beginning can be drawn is none.
      if (!frame && n === 0) break
      const before = frames.at(-1)
      if (frame && !(before && Buffer.compare(before, frame) === 0)) frames.push(frame)
    }
    if (frames.length === 0) throw new DeskError('FILE_TYPE_REFUSED', { why: ended.aborted ? 'no frame in time' : 'no frame in it' })
    return frames
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** Evenly, from its beginning; one that tells no length, or none worth it, has only that. */
function momentsOf(seconds: number): readonly number[] {
  return seconds < 1 ? [0] : Array.from({ length: MOST_FRAMES }, (_, n) => (seconds * n) / MOST_FRAMES)
}

function lengthIn(said: string): number {
  const [, hours, minutes, seconds] = /Duration: (\d{1,4}):(\d\d):(\d\d\.\d\d)/.exec(said) ?? []
  return Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)
}

function pixelsIn(said: string): number {
  const [, width, height] = /Video: .{0,200}?\b(\d{2,5})x(\d{2,5})\b/.exec(said) ?? []
  return Number(width ?? 0) * Number(height ?? 0)
}

/** What a killed process left is half a picture. */
async function pictureAt(path: string): Promise<Uint8Array | null> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  if (size < 4 || size > MOST_BYTES) return null
  const bytes = new Uint8Array(await readFile(path))
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes.at(-2) === 0xff && bytes.at(-1) === 0xd9 ? bytes : null
}

/** Resolves when it has ended, however, with the beginning of what it said. */
function runIn(cwd: string, program: string, args: readonly string[], ended: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    if (ended.aborted) return resolve('')
    // A group of its own: what it may have started ends with it.
    const child = spawn(program, args, { cwd, env: {}, stdio: ['ignore', 'ignore', 'pipe'], detached: true })
    const kill = () => {
      killAll(child)
      // Nobody who kept its end of the pipe keeps us waiting.
      child.stderr.destroy()
    }
    let said = ''
    const over = () => {
      ended.removeEventListener('abort', kill)
      resolve(said)
    }
    ended.addEventListener('abort', kill, { once: true })
    child.stderr.on('data', (part: Buffer) => {
      if (said.length < LONGEST_SAYING) said += part.toString('latin1')
    })
    child.once('error', over)
    child.once('close', over)
    yieldTo(child)
  })
}

function killAll({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended by itself just now.
  }
}

/** Whoever answers a customer goes before who looks at a film. */
function yieldTo({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, 10)
  } catch {
    // It ended already, or this system does not allow it.
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

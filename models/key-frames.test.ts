/** Films by the real ffmpeg, where it is installed; how a program that fails or never ends is met is tried with small programs in its place. */
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findProgram } from '../kit/find-program.ts'
import { createKeyFrames } from './key-frames.ts'

const PATH = process.env['PATH'] ?? ''
const ffmpeg = await findProgram('ffmpeg', PATH)
const prlimit = await findProgram('prlimit', PATH)
const film = new Uint8Array(await readFile(new URL('../testing/files/film.mp4', import.meta.url)))
const signal = () => new AbortController().signal
/** For machines that are busy; what it bounds is tried below. */
const patient = () => AbortSignal.timeout(60_000)

let dir = ''
const before = process.env['TMPDIR']
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'key-frames-'))
  process.env['TMPDIR'] = dir
})
afterAll(async () => {
  if (before === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = before
  await rm(dir, { recursive: true, force: true })
})

/** A program in place of ffmpeg. */
async function program(name: string, lines: string): Promise<string> {
  const place = join(dir, name)
  await writeFile(place, `#!/bin/sh\n${lines}\n`)
  await chmod(place, 0o755)
  return place
}
/** What a program wrote down, once it has. */
async function noteIn(name: string): Promise<string> {
  const read = () => readFile(join(dir, name), 'utf8').catch(() => '')
  await expect.poll(read, { timeout: 30_000 }).toContain('ok')
  return read()
}
/** Directories of films that were looked at. */
const left = async () => (await readdir(dir)).filter((name) => name.startsWith('relaydesk-film-'))

describe.skipIf(ffmpeg === null)('a film (skipped where ffmpeg is not installed)', () => {
  const real = (limits: string | null) => createKeyFrames({ ffmpeg: ffmpeg ?? '', prlimit: limits, deadline: patient })

  it.each([
    ['within limits of the system', prlimit],
    ['without', null],
  ])('is four different small pictures, %s, and nothing of it is left', async (_, limits) => {
    const frames = await real(limits)(film, signal())
    expect(frames).toHaveLength(4)
    expect(new Set(frames.map((frame) => Buffer.from(frame).toString('base64'))).size).toBe(4)
    for (const frame of frames) {
      expect([...frame.subarray(0, 2), ...frame.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xd9])
      expect(frame.length).toBeLessThan(20_000)
    }
    expect(await left()).toEqual([])
  })

  it.each([
    ['cut short', film.subarray(0, 600)],
    ['nothing', new Uint8Array()],
    ['noise behind its head', new Uint8Array([...film.subarray(0, 32), ...Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 251)])],
    ['a playlist that names an address', new TextEncoder().encode('#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:5,\nhttp://127.0.0.1:9/a.ts\n')],
    ['a list that names a file of ours', new TextEncoder().encode("ffconcat version 1.0\nfile '/etc/hostname'\n")],
  ])('that is %s is refused', async (_, bytes) => {
    await expect(real(prlimit)(bytes, signal())).rejects.toMatchObject({
      code: 'FILE_TYPE_REFUSED',
      facts: { why: 'no frame in it' },
    })
    expect(await left()).toEqual([])
  })
})

describe('looking at a film', () => {
  it('that never ends is ended when its time is over, with whatever it started, and nothing of it is left', async () => {
    const endless = await program('endless', `sleep 600 &\necho "$! ok" > ${join(dir, 'started')}\nwait`)
    const time = new AbortController()
    const looking = createKeyFrames({ ffmpeg: endless, prlimit: null, deadline: () => time.signal })(film, signal())
    const refused = expect(looking).rejects.toMatchObject({ code: 'FILE_TYPE_REFUSED', facts: { why: 'no frame in time' } })
    const pid = Number.parseInt(await noteIn('started'), 10)
    time.abort()
    await refused
    await expect.poll(() => isAlive(pid), { timeout: 30_000 }).toBe(false)
    expect(await left()).toEqual([])
  })

  it('keeps what was drawn until its time was over', async () => {
    const draws = String.raw`printf '\377\330\377\331' > "$last"`
    const hangs = `printf x > "$last"; echo "$last ok" > ${join(dir, 'hangs')}; exec sleep 600`
    const length = `echo 'Duration: 00:00:08.00,' >&2`
    const slow = await program(
      'slow',
      `for last; do :; done\ncase "$last" in film.mp4) ${length} ;; 0.jpg) ${draws} ;; *) ${hangs} ;; esac`,
    )
    const time = new AbortController()
    const looking = createKeyFrames({ ffmpeg: slow, prlimit: null, deadline: () => time.signal })(film, signal())
    expect(await noteIn('hangs')).toContain('1.jpg')
    time.abort()
    expect((await looking).map((frame) => [...frame])).toEqual([[0xff, 0xd8, 0xff, 0xd9]])
  })

  it('ends with the turn, also for those that wait, of which there are few', async () => {
    const endless = await program('patient', 'exec sleep 600')
    const look = createKeyFrames({ ffmpeg: endless, prlimit: null, deadline: patient })
    const turn = new AbortController()
    const all = Array.from({ length: 5 }, () => look(film, turn.signal).catch((error: unknown) => error))
    await expect(look(film, turn.signal)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    turn.abort()
    for (const one of all) expect(await one).toMatchObject({ code: 'MODEL_UNREACHABLE', facts: { why: 'aborted' } })
    await expect.poll(left, { timeout: 30_000 }).toEqual([])
  })

  it('gives nothing of ours to the program but the film', async () => {
    const said = join(dir, 'said')
    const nosy = await program('nosy', `env > ${said}; pwd >> ${said}`)
    process.env['OF_OURS'] = 'secret'
    await expect(createKeyFrames({ ffmpeg: nosy, prlimit: null, deadline: patient })(film, signal())).rejects.toMatchObject({
      code: 'FILE_TYPE_REFUSED',
    })
    delete process.env['OF_OURS']
    expect(await readFile(said, 'utf8')).toMatch(/relaydesk-film-/)
    expect(await readFile(said, 'utf8')).not.toMatch(/OF_OURS|HOME=/)
  })

  it('is refused where the program is gone', async () => {
    await expect(createKeyFrames({ ffmpeg: join(dir, 'gone'), prlimit: null })(film, signal())).rejects.toMatchObject({
      code: 'FILE_TYPE_REFUSED',
    })
  })
})

describe('a program', () => {
  it('is found on PATH or where its path says, if it can be run, and else nowhere', async () => {
    const place = await program('found', 'exit 0')
    await writeFile(join(dir, 'not-to-run'), '')
    expect(await findProgram('found', `/nowhere:${dir}`)).toBe(place)
    expect(await findProgram(place, '')).toBe(place)
    for (const name of ['not-to-run', 'nobody', join(dir, 'nobody'), dir]) expect(await findProgram(name, dir)).toBeNull()
    // What a relative entry would find depends on where we stand.
    expect(await findProgram('package.json', '.:')).toBeNull()
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

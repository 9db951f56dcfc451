/** Serves the built pages, building them first where the sources are newer than the last build. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DeskError } from '../bot/errors.ts'
import type { Access } from '../kit/http/access.ts'
import type { Router } from '../kit/http/router-env.ts'
import { createPacker } from './pack.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const DIST = join(ROOT, 'console/dist')
const SOURCES = ['console/pages', 'bot/cards', 'console/vite.config.ts', 'package-lock.json']

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/** Builds the pages where needed; answers whether it had to. Rejects with what the build said. */
export async function buildPages(): Promise<boolean> {
  const stamp = await stampOf(SOURCES.map((path) => join(ROOT, path)))
  const file = join(DIST, '.stamp')
  if (existsSync(file) && (await readFile(file, 'utf8')) === stamp) return false
  await run([join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '-c', 'console/vite.config.ts', '--logLevel', 'warn'])
  await writeFile(file, stamp)
  return true
}

async function stampOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths) for (const file of await filesBelow(path)) hash.update(file.slice(ROOT.length)).update(await readFile(file))
  return hash.digest('hex')
}

async function filesBelow(path: string): Promise<readonly string[]> {
  if (extname(path) !== '' && existsSync(path)) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name))
    .sort()
}

function run(args: readonly string[]): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    let said = ''
    const hear = (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-4_000)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('error', failed)
    child.once('exit', (code) => (code === 0 ? done() : failed(new DeskError('UNEXPECTED', { step: 'building the pages', said }))))
  })
}

/** Mounts the pages last: files by name, every other page address answers the one page of the app. */
export function mountPages(router: Router, access: Pick<Access, 'staff'>): void {
  const pack = createPacker()
  router.get('*', async (c, next) => {
    // The chat, and the files every page is made of, are for everybody; the console's pages are not.
    const everybody = c.req.path === '/chat' || c.req.path.startsWith('/assets/') || extname(c.req.path) !== ''
    return everybody ? next() : access.staff(c, next)
  })
  router.get('*', async (c) => {
    const path = decodeURIComponent(c.req.path)
    const file = resolve(DIST, `.${path}`)
    const asset = path.startsWith('/assets/') || extname(path) !== ''
    if (!file.startsWith(DIST)) throw new DeskError('ROUTE_NOT_FOUND', { path: c.req.path })
    const wanted = asset ? file : join(DIST, 'index.html')
    const bytes = await readFile(wanted).catch(() => null)
    if (!bytes) throw new DeskError('ROUTE_NOT_FOUND', { path: c.req.path })
    const type = TYPES[extname(wanted)] ?? 'application/octet-stream'
    c.header('Content-Type', type)
    c.header('Cache-Control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    // Only the names of assets tell their content.
    const sent = path.startsWith('/assets/')
      ? await pack(path, type, bytes, c.req.header('accept-encoding') ?? '')
      : { bytes, encoding: null }
    c.header('Vary', 'Accept-Encoding')
    if (sent.encoding !== null) c.header('Content-Encoding', sent.encoding)
    return c.body(new Uint8Array(sent.bytes))
  })
}

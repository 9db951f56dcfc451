/** Vercel's Chat SDK as a peer, where it is installed: a signed message in a thread until its echo is with Slack. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { round } from './quantile.ts'
import { messageEvent, SIGNING_SECRET, SlackLoad } from './slack-load.ts'
import { stubSlack } from './stub-slack.ts'

/** Not a dependency of the desk: `npm install --prefix <folder>` of these, and CHAT_SDK_DIR names the folder. */
const PACKAGES = ['chat', '@chat-adapter/slack', '@chat-adapter/state-memory'] as const
const LATEST_MS = 120_000

export type ChatSdk = { readonly version: string; readonly perSecond: number; readonly lost: number } | { readonly absent: string }

/** Echoes per second; `absent` says what to install where the packages are not there. */
export async function besideChatSdk(n: number): Promise<ChatSdk> {
  const dir = process.env['CHAT_SDK_DIR'] ?? fileURLToPath(new URL('../', import.meta.url))
  const manifest = (name: string) => join(dir, 'node_modules', name, 'package.json')
  const lacking = PACKAGES.filter((name) => !existsSync(manifest(name)))
  if (lacking.length > 0)
    return {
      absent: `not installed: ${lacking.join(', ')}. npm install --prefix <folder> ${PACKAGES.join(' ')}, then CHAT_SDK_DIR=<folder>`,
    }
  const { version } = JSON.parse(readFileSync(manifest('chat'), 'utf8')) as { version: string }
  const slack = await stubSlack()
  // Evaluated there, so that what it imports is found in that folder.
  const program = readFileSync(new URL('./chat-sdk-peer.mjs', import.meta.url), 'utf8')
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SLACK_SIGNING_SECRET: SIGNING_SECRET, SLACK_API_URL: slack.url },
  })
  try {
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk
    })
    const load = new SlackLoad(await until(() => /READY (http:\/\/\S+)/.exec(output)?.[1] ?? null))
    let said = 0
    // Each in a thread of its own: of several at once in one thread it does not echo all.
    const event = () => {
      said++
      return messageEvent({
        channel: 'C1000',
        user: 'ULIN',
        thread_ts: `1700000000.${String(said).padStart(6, '0')}`,
        text: `reply ${said}`,
      })
    }
    const echoes = () => [...slack.posted.values()].reduce((sum, times) => sum + times, 0)
    try {
      await load.flood(100, event)
      await until(() => (echoes() >= 100 ? true : null))
      const before = echoes()
      const started = performance.now()
      await load.flood(n, event)
      await until(() => (echoes() >= before + n ? true : null)).catch(() => undefined)
      const seconds = (performance.now() - started) / 1_000
      const done = echoes() - before
      return { version, perSecond: round(done / seconds), lost: n - done }
    } finally {
      await load.close()
    }
  } finally {
    child.kill('SIGTERM')
    await slack.close()
  }
}

async function until<T>(look: () => T | null): Promise<T> {
  for (const end = Date.now() + LATEST_MS; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 10))) {
    const found = look()
    if (found !== null) return found
  }
  throw new Error('it did not come')
}

/** The real desk in a process of its own, and a real browser with as many windows as the story has people. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { type DeskProcess, startDesk } from '../desk-process.ts'
import { unlimitedIn } from '../quick-talk.ts'

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const PATIENCE_MS = 30_000

export interface Stage {
  readonly desk: DeskProcess
  /** Errors any window logged, threw or was refused by the content security policy. */
  readonly faults: string[]
  windows(): readonly Page[]
  /** A window of a browser of its own: other cookies, other storage. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>
  /** Asks the desk as a program would. */
  ask<Answer>(path: string): Promise<Answer>
  close(): Promise<void>
}

export async function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGS })
}

export async function setStage(browser: Browser, env: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const dir = await mkdtemp(join(tmpdir(), 'relaydesk-browser-'))
  const desk = await startDesk(dir, { DESK_CONFIG: await unlimitedIn(dir), ...env }).catch(async (error: unknown) => {
    await rm(dir, { recursive: true, force: true })
    throw error
  })
  // A browser trusts plain http on this machine only.
  const url = desk.url.replace('0.0.0.0', '127.0.0.1')
  const faults: string[] = []
  const pages: Page[] = []
  const contexts: BrowserContext[] = []
  return {
    desk: { ...desk, url },
    faults,
    windows: () => pages.filter((page) => !page.isClosed()),
    open: async (path, options = {}) => {
      const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 }, ...options })
      contexts.push(context)
      const page = await context.newPage()
      page.setDefaultTimeout(PATIENCE_MS)
      page.on('console', (said) => said.type() === 'error' && faults.push(`${new URL(page.url()).pathname}: ${said.text()}`))
      page.on('pageerror', (error) => faults.push(`${new URL(page.url()).pathname}: ${error.message}`))
      page.on('dialog', (dialog) => {
        faults.push(`a dialog: ${dialog.message()}`)
        void dialog.dismiss()
      })
      pages.push(page)
      await page.goto(url + path)
      return page
    },
    ask: async <Answer>(path: string) => {
      const answer = await fetch(url + path, { headers: { authorization: `Bearer ${desk.token}` } })
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
      return (await answer.json()) as Answer
    },
    close: async () => {
      for (const context of contexts) await context.close()
      await desk.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** Waits until it holds; `what` is said when it does not. A check may throw while it does not hold yet. */
export async function until(what: string, holds: () => Promise<boolean> | boolean, ms: number = PATIENCE_MS): Promise<void> {
  const end = performance.now() + ms
  let last = ''
  while (performance.now() < end) {
    try {
      if (await holds()) return
      last = ''
    } catch (error) {
      last = error instanceof Error ? ` (${error.message.split('\n')[0]})` : ''
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`not within ${ms} ms: ${what}${last}`)
}

export function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

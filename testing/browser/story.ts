/**
 * The desk as people use it, told in sentences: a real desk on a fresh directory, a real browser, real clicks.
 * `npm run test:browser` brings the browser and runs this.
 */
import type { Page } from 'playwright-core'
import { after } from './scenes/after.ts'
import { begin } from './scenes/begin.ts'
import { chat } from './scenes/chat.ts'
import { making } from './scenes/making.ts'
import { pages } from './scenes/pages.ts'
import { problem } from './scenes/problem.ts'
import { reset } from './scenes/reset.ts'
import { safety } from './scenes/safety.ts'
import { work } from './scenes/work.ts'
import { launch, must, type Stage, setStage } from './stage.ts'
import { createTelling } from './telling.ts'

const browser = await launch()
const open = (): readonly Page[] => browser.contexts().flatMap((context) => context.pages())
const telling = createTelling(open)
try {
  const stage = await setStage(browser)
  let listening: Promise<Stage> | null = null
  try {
    const two = await begin(stage, telling)
    const tickets = await problem(stage, telling, two)
    await work(stage, telling, two, tickets)
    // It takes a while to start, and the story can go on meanwhile.
    listening = setStage(browser, { HOST: '0.0.0.0' })
    listening.catch(() => {})
    await after(stage, telling, two, tickets)
    await making(stage, telling)
    await pages(stage, telling, two, tickets)
    await safety(stage, telling, two)
    await telling.tell('under the strict policy no window reported an error', async () => {
      // What the story itself cut off, it may not complain of.
      const faults = [...new Set(stage.faults)].filter((fault) => !fault.includes('ERR_INTERNET_DISCONNECTED'))
      must(faults.length === 0, faults.slice(0, 5).join(' ; '))
    })
    await reset(stage, telling, two)
    await chat(await listening, telling)
  } finally {
    await (await listening?.catch(() => null))?.close()
    await stage.close()
  }
} finally {
  await browser.close()
}
process.exit(telling.end() ? 0 : 1)

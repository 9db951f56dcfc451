/** Tells a story in sentences, each of which is true or not, and counts. */
import { mkdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

export const SHOTS = fileURLToPath(new URL('../../screenshots/', import.meta.url))

/** One sentence rests on another: with this many untrue, the others only wait in vain. */
const MOST_FAILURES = 8

export interface Telling {
  /** Prints `ok` or `not ok` with the reason; a sentence that is not true does not end the story. */
  tell(sentence: string, check: () => Promise<void>): Promise<void>
  /** Keeps what a window shows, under a number and this name. */
  shoot(page: Page, name: string): Promise<void>
  /** Prints the count; answers whether all was true. */
  end(): boolean
}

/** `windows`: what is open now; pictures of it are kept when a sentence is not true. */
export function createTelling(windows: () => readonly Page[]): Telling {
  rmSync(SHOTS, { recursive: true, force: true })
  mkdirSync(SHOTS, { recursive: true })
  let passed = 0
  let failed = 0
  let pictures = 0
  const began = performance.now()

  const tooMuch = () => failed >= MOST_FAILURES

  const shoot = async (page: Page, name: string): Promise<void> => {
    pictures += 1
    // Toasts and drawers slide; a picture of half a slide shows nothing.
    await page.waitForTimeout(250)
    await page.screenshot({ path: `${SHOTS}${String(pictures).padStart(2, '0')}-${name}.png` })
  }
  return {
    shoot,
    async tell(sentence, check) {
      if (tooMuch()) {
        failed += 1
        console.log(`not ok ${sentence}: not told, because too much before it was not true`)
        return
      }
      try {
        await check()
        passed += 1
        console.log(`ok ${sentence}`)
      } catch (error) {
        failed += 1
        const why = error instanceof Error ? error.message : String(error)
        console.log(`not ok ${sentence}: ${why.split('\n').slice(0, 3).join(' | ')}`)
        for (const page of windows()) await shoot(page, `not-ok-${failed}`).catch(() => {})
      }
    },
    end() {
      console.log(`${passed} passed, ${failed} failed`)
      process.stderr.write(`${Math.round((performance.now() - began) / 1000)} s; pictures in screenshots/\n`)
      return failed === 0
    },
  }
}

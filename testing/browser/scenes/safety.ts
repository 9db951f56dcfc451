/** What people write is text, whatever it looks like. */
import { addCustomer, bubbles, enterRoom, numberIn, say, textOf } from '../hands.ts'
import { must, type Stage, until } from '../stage.ts'
import type { Telling } from '../telling.ts'
import type { Two } from './begin.ts'

const VECTORS = [
  '<img src=x onerror="window.hacked=1">',
  '<script>window.hacked=2</script>',
  '"><svg onload=window.hacked=3>',
  '[点我](javascript:window.hacked=4)',
  '<iframe srcdoc="<script>parent.hacked=5</script>"></iframe>',
  "{{constructor.constructor('window.hacked=6')()}}",
]

export async function safety(stage: Stage, { tell, shoot }: Telling, { a }: Two): Promise<void> {
  await tell('markup and scripts in a message show as the text they are and run nowhere', async () => {
    await addCustomer(a, '<b onmouseover=alert(1)>客户</b>')
    await say(a, '我买的口红断了，订单号 20260112399')
    for (const vector of VECTORS) await say(a, vector)
    // So much markup reads as English, and is answered so.
    const answer = async () => (await bubbles(a)).find((text) => /T-\d+/.test(text)) ?? ''
    await until('an acknowledgement', async () => (await answer()) !== '', 20_000)
    const number = numberIn(await answer())
    await enterRoom(a, 'after-sales')
    await a.getByTestId(`card-${number}`).waitFor()
    await a.getByTestId(`why-${number}`).click()
    await until('the words are shown', async () => (await textOf(a.getByTestId('why-panel'))).includes('onerror'))
    await shoot(a, 'markup')
    await a.keyboard.press('Escape')
    const page = await stage.open(`/tickets/T-${number}`)
    await until('the ticket’s page shows them', async () => (await textOf(page.locator('.conversation'))).includes('<script>'))
    for (const each of [a, page]) {
      const found = await each.evaluate(() => ({
        hacked: Reflect.get(window, 'hacked') !== undefined,
        made: document.querySelectorAll('#root script, #root iframe, #root img[src="x"], #root a[href^="javascript"], #root b[onmouseover]')
          .length,
      }))
      must(!found.hacked, 'a script ran')
      must(found.made === 0, `${found.made} elements were made of it`)
    }
    await page.context().close()
  })
}

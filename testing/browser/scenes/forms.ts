/** What a form says before it is sent, and when it is refused. */
import type { Page } from 'playwright-core'
import { countOf, hears, press, textOf } from '../hands.ts'
import { must, type Stage, until } from '../stage.ts'
import type { Telling } from '../telling.ts'

/** A second of silence. */
function silence(): Buffer {
  const rate = 8000
  const head = Buffer.from(`RIFF....WAVEfmt ${'.'.repeat(20)}data....`, 'latin1')
  head.writeUInt32LE(36 + rate, 4)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.writeUInt32LE(rate, 40)
  return Buffer.concat([head, Buffer.alloc(rate, 128)])
}

/** `number`: a ticket of the customer in this window, taken by who works in it. */
export async function forms({ faults }: Stage, { tell, shoot }: Telling, page: Page, number: number): Promise<void> {
  const input = page.getByTestId('action-input')
  const preview = page.getByRole('dialog').getByTestId('reply-preview')
  const shows = (...parts: readonly string[]) =>
    until(`the preview says ${parts.join(', ')}`, async () => {
      const text = await textOf(preview)
      return parts.every((part) => text.includes(part))
    })
  const leave = async (): Promise<void> => {
    await page.keyboard.press('Escape')
    await input.waitFor({ state: 'hidden' })
  }

  await tell('a form that the desk refuses says why, and keeps what was filled in', async () => {
    await press(page, number, 'merge')
    await input.fill('T-999999')
    await page.getByTestId('action-ok').click()
    await until('it says why', async () => (await textOf(page.getByTestId('action-problem'))).includes('T-999999'))
    must((await input.inputValue()) === 'T-999999', 'what was filled in is gone')
    await shoot(page, 'form-refused')
    // A browser reports every request that is refused; this one was meant to be.
    const meant = faults.findIndex((fault) => fault.includes('status of 404'))
    if (meant >= 0) faults.splice(meant, 1)
    await leave()
    must((await page.getByTestId('thread-panel').count()) === 1, 'the key that closed the form closed the thread behind it')
  })
  await tell('a reply is shown as the customer will read it before it is sent, with its language and what the gate says', async () => {
    await press(page, number, 'reply')
    await input.fill('这款保证收益')
    // Who sends before there was anything to see is shown it first.
    await input.press('Enter')
    await shows('林晓', '这款保证收益', '中文', '需要第二人批准', '不可作出的承诺')
    await until('it says that it was not sent', async () => (await textOf(page.getByRole('dialog'))).includes('再预览一次'))
    await shoot(page, 'preview')
    await input.fill('We ship a new one')
    await shows('We ship a new one', '这条是英文', '立即发送')
    await input.fill('杯子今天重新寄出')
    await shows('杯子今天重新寄出', '立即发送')
    await page.getByTestId('action-ok').click()
    await hears(page, '杯子今天重新寄出')
    await input.waitFor({ state: 'hidden' })
    must((await countOf(page, '保证收益')) + (await countOf(page, 'We ship')) === 0, 'what was only looked at was sent')
  })
  await tell('what was done, and a macro, are shown as they will read too', async () => {
    await press(page, number, 'resolve')
    await input.fill('已重寄')
    await shows('好物集', `工单 T-${number} 已解决：已重寄`)
    await leave()
    await press(page, number, 'macro:ask-photo')
    await until('it is filled in', async () => (await input.inputValue()).includes(`T-${number}`))
    await shows('林晓', await input.inputValue(), '立即发送')
    await leave()
  })
  await tell('sound is played where it stands, and a page or a script is only ever a file to save', async () => {
    const script = '<script>window.hacked = 7</script>'
    await page.getByTestId('customer-upload').setInputFiles([
      { name: '语音.wav', mimeType: 'audio/wav', buffer: silence() },
      { name: 'invoice.html', mimeType: 'text/html', buffer: Buffer.from(script) },
    ])
    await until('both are named before they are sent', async () => (await page.locator('.tray-file').count()) === 2)
    await page.getByTestId('customer-input').press('Enter')
    const chat = page.locator('.customer-pane')
    const sound = chat.locator('audio')
    const link = chat.getByRole('link', { name: 'invoice.html' })
    await link.waitFor()
    must((await link.getAttribute('download')) === 'invoice.html', 'a page can be opened')
    const answer = await page.request.get(new URL((await link.getAttribute('href')) ?? '', page.url()).href)
    const { 'content-type': type = '', 'content-disposition': how = '' } = answer.headers()
    must(type.startsWith('text/plain') && how === 'attachment', `a page is given out as ${type}, ${how}`)
    const lasts = (audio: HTMLAudioElement): number => {
      if (audio.preload !== 'auto') {
        audio.preload = 'auto'
        audio.load()
      }
      return audio.duration
    }
    await until('the sound can be played', async () => (await sound.evaluate(lasts)) === 1)
    await shoot(page, 'files')
  })
  await tell('in the thread, what the gate will say to a reply stands below it while it is written', async () => {
    const thread = page.getByTestId('thread-panel')
    await thread.getByTestId('thread-input').fill('回复 这款保证收益')
    await until('it says so', async () => (await textOf(thread.getByTestId('reply-preview'))).includes('需要第二人批准'))
    await thread.getByTestId('thread-input').fill('')
    await thread.getByTestId('reply-preview').waitFor({ state: 'detached' })
  })
}

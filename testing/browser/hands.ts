/** What people do in the windows, by the names the pages give their parts. */
import type { Locator, Page } from 'playwright-core'
import { until } from './stage.ts'

/** What a part of the page says; empty while it is not there. */
export async function textOf(part: Locator): Promise<string> {
  return (await part.textContent({ timeout: 1000 }).catch(() => null)) ?? ''
}

/** All that was said in the customer's chat shown in this window, top to bottom, the desk's small notices included. */
export const bubbles = (page: Page): Promise<string[]> => page.locator('.bubble, .log .notice').allInnerTexts()

export async function countOf(page: Page, part: string): Promise<number> {
  return (await bubbles(page)).filter((text) => text.includes(part)).length
}

export async function hears(page: Page, part: string, ms?: number): Promise<void> {
  await until(`the customer reads “${part}”`, async () => (await countOf(page, part)) > 0, ms)
}

export async function say(page: Page, text: string): Promise<void> {
  await page.getByTestId('customer-input').fill(text)
  await page.getByTestId('customer-input').press('Enter')
  await until(`“${text.slice(0, 30)}” stands in the chat`, async () =>
    (await bubbles(page)).some((bubble) => bubble.trim() === text.trim()),
  )
}

export async function addCustomer(page: Page, name: string): Promise<void> {
  await page.getByTestId('customer-add').click()
  await page.getByTestId('customer-name').fill(name)
  await page.getByTestId('customer-name').press('Enter')
  await until(`${name} is chosen`, async () => (await textOf(page.getByTestId('customer-select'))).includes(name))
  await page.getByTestId('customer-name').waitFor({ state: 'hidden' })
}

export async function bePerson(page: Page, key: string): Promise<void> {
  await page.getByTestId('persona-select').click()
  // The list draws only what is seen of it.
  await page.getByTestId('persona-select').locator('input').fill(key)
  await page.locator('.ant-select-dropdown').getByTestId(`persona-option-${key}`).click()
}

export async function enterRoom(page: Page, key: string): Promise<void> {
  await page.getByTestId(`room-tab-${key}`).click()
}

export const card = (page: Page, number: number): Locator => page.getByTestId(`card-${number}`)

/** The value of a card's line with this label; empty when it has none. */
export async function lineOf(card: Locator, label: string): Promise<string> {
  const lines = await card
    .locator('.line')
    .evaluateAll((all) => all.map((line) => [line.querySelector('dt')?.textContent ?? '', line.querySelector('dd')?.textContent ?? '']))
  return lines.find(([name]) => name === label)?.[1] ?? ''
}

/** Presses a button of a card, or what stands under its “More”. */
export async function press(page: Page, number: number, action: string): Promise<void> {
  const button = card(page, number).getByTestId(`card-${number}-action-${action}`)
  await card(page, number).locator('.card-actions').waitFor()
  if ((await button.count()) > 0) return button.click()
  await page.getByTestId(`card-${number}-more`).click()
  const entry = page.getByTestId(`card-${number}-action-${action}`)
  await entry.click()
  // A card that grows at that moment moves its menu away under the pointer: then one clicks again.
  await until(`the menu of T-${number} closes`, async () => {
    if (!(await entry.isVisible())) return true
    await entry.waitFor({ state: 'hidden', timeout: 3_000 }).catch(() => entry.click({ timeout: 1_000 }))
    return false
  })
}

export const thread = (page: Page): Locator => page.getByTestId('thread-panel')

export async function openThread(page: Page, number: number): Promise<void> {
  if ((await thread(page).count()) > 0 && (await textOf(thread(page))).includes(`T-${number}`)) return
  await page.getByTestId(`card-${number}-thread`).click()
  await until(`the thread of T-${number} is open`, async () => (await textOf(thread(page))).includes(`T-${number}`))
}

export async function chooseLanguage(page: Page, name: string): Promise<void> {
  await page.getByTestId('lang-select').selectOption({ label: name })
}

/** The number in “T-1024”. */
export function numberIn(text: string): number {
  const found = /T-(\d+)/.exec(text)?.[1]
  if (found === undefined) throw new Error(`no ticket number in “${text}”`)
  return Number(found)
}

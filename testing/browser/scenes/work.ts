/** The team works: takes, talks, replies, resolves; the customer rates. */
import { bePerson, bubbles, card, countOf, enterRoom, hears, openThread, press, textOf, thread } from '../hands.ts'
import { must, type Stage, until } from '../stage.ts'
import type { Telling } from '../telling.ts'
import type { Two } from './begin.ts'
import type { Tickets } from './problem.ts'

export async function work(stage: Stage, { tell, shoot }: Telling, { a, b }: Two, { lipstick }: Tickets): Promise<void> {
  const sentCards = () => thread(a).getByTestId('reply-card').filter({ hasText: '已发送' })

  await tell('one click takes the ticket, and who clicks second is told who was faster', async () => {
    await bePerson(a, 'lin')
    await bePerson(b, 'shen')
    await enterRoom(a, 'after-sales')
    await enterRoom(b, 'after-sales')
    await card(b, lipstick).getByTestId(`card-${lipstick}-action-take`).waitFor()
    // The second browser is slow: it still shows the button when the first has taken the ticket.
    let slow = true
    await b.route('**/web/rooms/*/posts*', async (route) => {
      await until('the second browser catches up', () => !slow, 60_000)
      await route.continue()
    })
    await press(a, lipstick, 'take')
    await until('the card shows its owner', async () => (await card(a, lipstick).getAttribute('data-state')) === 'open')
    await press(b, lipstick, 'take')
    slow = false
    await until('the second is told', async () =>
      (await b.getByTestId('toast').allInnerTexts()).some((text) => text.includes('林晓') && text.includes('抢先')),
    )
    await until('the second sees the owner', async () => (await textOf(card(b, lipstick))).includes('林晓'))
    await shoot(b, 'second-taker')
    await b.unroute('**/web/rooms/*/posts*')
    await hears(a, '林晓 已加入')
  })
  await tell('what is said in the thread is a note, and the customer never sees it', async () => {
    await openThread(a, lipstick)
    await a.getByTestId('thread-input').fill('这批口红之前也有人反馈过')
    await a.getByTestId('thread-note').click()
    await until('the note stands in the thread', async () =>
      (await thread(a).locator('.post.note').allInnerTexts()).some((text) => text.includes('这批口红')),
    )
    await openThread(b, lipstick)
    await until('a colleague reads it', async () => (await textOf(thread(b))).includes('这批口红'))
  })
  await tell('a reply by the button and one that begins with 回复 both arrive in the chat and show as sent', async () => {
    await a.getByTestId('thread-input').fill('您好，马上为您安排换货。')
    await a.getByTestId('thread-reply').click()
    await hears(a, '马上为您安排换货')
    await until('it shows as sent', async () => (await sentCards().count()) >= 1)
    await a.getByTestId('thread-input').fill('回复 新口红今天寄出，请留意短信。')
    await a.getByTestId('thread-input').press('Enter')
    await hears(a, '新口红今天寄出')
    await until('both show as sent', async () => (await sentCards().count()) === 2)
    must((await countOf(a, '马上为您安排换货')) === 1, 'the reply arrived more than once')
    must(!(await bubbles(a)).some((text) => text.includes('回复 新口红')), 'the command’s word went to the customer')
    must((await countOf(a, '这批口红')) === 0, 'the note went to the customer')
    const said = (await textOf(thread(a))).split('马上为您安排换货').length - 1
    must(said === 1, `the thread shows the reply ${said} times`)
    await shoot(a, 'replied')
  })
  await tell('the button on the card replies as well', async () => {
    await press(a, lipstick, 'reply')
    await a.getByTestId('action-input').fill('旧口红不用寄回。')
    await a.getByTestId('action-ok').click()
    await hears(a, '旧口红不用寄回')
    await a.getByTestId('action-input').waitFor({ state: 'hidden' })
  })
  await tell('a wrong category is corrected from a list of all of them', async () => {
    await press(a, lipstick, 'category')
    await a.getByTestId('action-input').click()
    await until('the list is there', async () => (await a.locator('.ant-select-item-option').count()) > 5)
    await a.getByTestId('action-input').locator('input').fill('发错')
    await a.locator('.ant-select-item-option', { hasText: '发错漏发' }).click()
    await a.getByTestId('action-ok').click()
    await until('the card shows it', async () => (await textOf(card(a, lipstick))).includes('售后/发错漏发'))
  })
  await tell('resolving tells the customer and asks for a rating', async () => {
    await press(a, lipstick, 'resolve')
    await a.getByTestId('action-input').fill('已换货，新口红今天寄出')
    await a.getByTestId('action-ok').click()
    await hears(a, `工单 T-${lipstick} 已解决：已换货`)
    await hears(a, '服务打分')
    await until('the card is resolved', async () => (await card(a, lipstick).getAttribute('data-state')) === 'resolved')
  })
  await tell('two stars reach the manager’s room at once, with the summary', async () => {
    await a.getByTestId('option-2').last().click()
    await b.getByTestId('room-tab-manager').locator('.news').waitFor()
    await bePerson(b, 'sun')
    await until('the manager reads it', async () => {
      const text = await textOf(b.locator('.staff-pane'))
      return text.includes('2/5') && text.includes(`T-${lipstick}`) && text.includes('口红断了')
    })
    await hears(a, '已通知主管')
    await shoot(b, 'manager')
  })
  await tell('the history of the ticket names who did what', async () => {
    const { events } = await stage.ask<{ events: { type: string; by: { name: string } }[] }>(`/v1/tickets/T-${lipstick}/events?limit=100`)
    for (const type of ['opened', 'field-set', 'taken', 'replied', 'promise-kept', 'category-set', 'resolved', 'rated'])
      must(
        events.some((event) => event.type === type),
        `no event ${type}`,
      )
    must(
      events.some((event) => event.type === 'taken' && event.by.name === '林晓'),
      'nobody is said to have taken it',
    )
  })
}

/** After it is resolved: thanks, questions, complaints, and a person asked for. */
import { bubbles, card, enterRoom, hears, openThread, say, textOf, thread } from '../hands.ts'
import { must, type Stage, until } from '../stage.ts'
import type { Telling } from '../telling.ts'
import type { Two } from './begin.ts'
import type { Tickets } from './problem.ts'

export async function after(stage: Stage, { tell, shoot }: Telling, { a }: Two, { lipstick }: Tickets): Promise<void> {
  const all = async () => (await stage.ask<{ tickets: unknown[] }>('/v1/tickets?limit=200')).tickets.length
  const stateOf = async (number: number) => (await stage.ask<{ state: string }>(`/v1/tickets/T-${number}`)).state
  const answersTo = async (text: string): Promise<string> => {
    const before = (await bubbles(a)).length
    await say(a, text)
    await until(`an answer to “${text}”`, async () => (await bubbles(a)).length > before + 1 && (await bubbles(a)).at(-1) !== text)
    return (await bubbles(a)).at(-1) ?? ''
  }

  await tell('谢谢 opens nothing and reopens nothing', async () => {
    const before = await all()
    must((await answersTo('谢谢')).includes('不客气'), 'no answer to thanks')
    must((await all()) === before, 'a ticket was opened')
    must((await stateOf(lipstick)) === 'resolved', 'the ticket was reopened')
  })
  await tell('查进度 tells of an own ticket, and of another’s exactly what it tells of none', async () => {
    const own = await answersTo(`查进度 T-${lipstick}`)
    must(own.includes(`T-${lipstick}`) && own.includes('已解决'), `it said “${own}”`)
    const others = await answersTo('查进度 T-1001')
    const none = await answersTo('查进度 T-9999')
    must(others.replace('T-1001', '') === none.replace('T-9999', ''), `“${others}” is not “${none}”`)
    must(others.includes('没有找到'), `it said “${others}”`)
  })
  await tell('a complaint about the same matter within seven days reopens it', async () => {
    const before = await all()
    await say(a, '新寄来的口红还是断的，问题根本没有解决，我要投诉')
    await hears(a, `重新打开工单 T-${lipstick}`)
    must((await all()) === before, 'a new ticket was opened instead')
    await enterRoom(a, 'after-sales')
    await until('the card is open again', async () => (await card(a, lipstick).getAttribute('data-state')) === 'open')
    await openThread(a, lipstick)
    await until('the agent reads why', async () => (await textOf(thread(a))).includes('根本没有解决'))
  })
  await tell('转人工 calls a person: the customer is told, and so is the team', async () => {
    await say(a, '转人工')
    await hears(a, '正在为您转接人工')
    // Who works on one of the customer's two matters is called, and nobody else.
    await until('the team is told', async () => (await textOf(thread(a))).includes('要求人工服务'))
    const heard = async (room: string): Promise<string> => (await fetch(`${stage.desk.url}/web/rooms/${room}/posts?as=sun`)).text()
    must((await heard('after-sales')).includes('要求人工服务'), 'the room of the team is not told')
    must(!(await heard('general')).includes('要求人工服务'), 'another team is called as well')
    await shoot(a, 'reopened')
  })
}

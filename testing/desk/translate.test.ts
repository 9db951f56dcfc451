/** Customers' words in the language of the team that reads them: under the original, and never in its way. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cardOf } from '../desk-client.ts'
import { type FreshDesk, freshDesk } from '../desk-template.ts'
import { failing, type ModelDouble, openModelDouble, whole } from '../doubles/model/model-double.ts'
import { plain, toldReader } from './told-reader.ts'

let model: ModelDouble
let desk: FreshDesk
beforeAll(async () => {
  model = await openModelDouble()
  desk = await freshDesk({ understand: toldReader(plain('consult/promotion')), env: { OPENAI_BASE_URL: model.url } })
}, 240_000)
afterAll(async () => {
  await desk.stop()
  await model.close()
})

const translating = async (on: boolean) => {
  const file = join(desk.dir, 'desk.yaml')
  const yaml = (await readFile(file, 'utf8')).replaceAll(/\ntranslate: true\n/g, '\n')
  await writeFile(file, on ? `${yaml}\ntranslate: true\n` : yaml)
  expect((await desk.call('POST', '/v1/settings/reload')).status).toBeLessThan(300)
}
const asked = () => model.asked.map(({ messages }) => messages.at(-1)?.content ?? '')
const translations = () => desk.db.kysely.selectFrom('lookup').select(['state', 'tries', 'owner']).where('key', 'like', '@%').execute()
const opened = async (person: string, words: string) => {
  await desk.hear('shop', person, words)
  const { number } = await desk.until(async () => (await desk.tickets(person))[0])
  return number
}
const onCard = async (number: string) => {
  const card = cardOf(await desk.card('general', number, 'liu'))
  return card?.lines.find(({ label }) => label === '译文')?.value
}

describe('a team that reads another language', () => {
  it('gets the matter translated on its card and what is added under it in the thread; no private word leaves', async () => {
    model.answer(({ messages }) => whole(`译：${messages.at(-1)?.content}`))
    await translating(true)
    const number = await opened('abroad', 'my coupon does not work, call me at 13912345678')
    expect(await desk.until(() => onCard(number))).toBe('译：my coupon does not work, call me at 13912345678')
    expect(asked().join()).not.toContain('13912345678')
    expect(asked().join()).toContain('[PHONE_1]')
    await desk.hear('shop', 'abroad', 'it is the one of last week')
    const card = await desk.card('general', number, 'liu')
    const thread = () => desk.thread('general', number, 'liu')
    await desk.until(async () => (await thread()).includes('🌐 译：it is the one of last week'))
    expect((await thread()).some((text) => text.includes('it is the one of last week') && !text.startsWith('🌐'))).toBe(true)
    expect(cardOf(card)?.text).toContain('my coupon does not work')
    const spent = await desk.db.kysely.selectFrom('model_spend').select('tokens').execute()
    expect(spent.map(({ tokens }) => Number(tokens))).toEqual([240])
    const toCustomer = desk.db.kysely.selectFrom('delivery as d').innerJoin('room as r', 'r.id', 'd.room_id').select('d.body')
    expect(JSON.stringify(await toCustomer.where('r.external', '=', 'abroad').execute())).not.toContain('译')
  })

  it('gets any other language translated, too, and its writers are answered in English', async () => {
    model.answer(({ messages }) => whole(`译：${messages.at(-1)?.content}`))
    for (const [person, words] of [
      ['seoul', '쿠폰이 안 돼요, 도와주세요'],
      ['tokyo', 'クーポンが使えません。助けてください'],
      ['lima', 'Mi cupón no funciona, ¿me pueden ayudar?'],
    ] as const) {
      const number = await opened(person, words)
      expect(await desk.until(() => onCard(number))).toBe(`译：${words}`)
      const talk = desk.db.kysely.selectFrom('conversation as c').innerJoin('room as r', 'r.id', 'c.room_id').select('c.lang')
      expect(await talk.where('r.external', '=', person).execute()).toEqual([{ lang: 'en' }])
    }
  })

  it('does without while the endpoint fails or answers nonsense, and gets it later', async () => {
    model.answer((_, n) => (n === 1 ? failing(500) : n === 2 ? whole('') : whole('优惠券用不了')))
    const number = await opened('later', 'my coupon does not work either')
    const again = () =>
      desk.db.kysely.updateTable('lookup').set({ due_at: new Date() }).where('state', '=', 'failed').where('key', 'like', '@%').execute()
    for (const times of [1, 2]) {
      await desk.until(async () =>
        (await translations()).some(({ state, tries, owner }) => state === 'failed' && tries === times && !owner),
      )
      expect(await onCard(number)).toBeUndefined()
      await again()
    }
    expect(await desk.until(() => onCard(number))).toBe('优惠券用不了')
  })

  it('is asked nothing for words it reads, nor where the desk does not translate', async () => {
    model.answer(() => whole('?'))
    const before = (await translations()).length
    await opened('at-home', '优惠券用不了')
    await opened('in-taiwan', '優惠券不能用，請幫我看看')
    await translating(false)
    await opened('untranslated', 'my coupon does not work')
    expect((await translations()).length).toBe(before)
    expect(asked()).toEqual([])
  })
})

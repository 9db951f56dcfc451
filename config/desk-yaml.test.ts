/** The shop that ships: what a person who clones the repository starts with. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DeskConfig } from '../bot/domain/desk-config.ts'
import { fold } from '../bot/domain/fold.ts'
import { LANGS } from '../bot/domain/lang.ts'
import { decidePriority } from '../bot/domain/priority.ts'
import { promisesFor } from '../bot/domain/promise-rules.ts'
import { route } from '../bot/domain/routing.ts'
import { MOODS, PRIORITIES } from '../bot/domain/ticket.ts'
import { check } from './check.ts'
import { describeErrors } from './config-error.ts'
import { loadExamples, SMALLTALK } from './load-examples.ts'
import { parseDeskConfig } from './parse-desk-config.ts'

const FILE = join(import.meta.dirname, 'desk.yaml')
const examples = await loadExamples(join(import.meta.dirname, 'examples'))
const config = await shipped()

async function shipped(): Promise<DeskConfig> {
  const parsed = parseDeskConfig(await readFile(FILE, 'utf8'), 'config/desk.yaml')
  if ('errors' in parsed) throw new Error(describeErrors(parsed.errors))
  return parsed.config
}

function saying(text: string, category: string) {
  return { text, category, priority: 'P3', mood: 'neutral', lang: 'zh-CN', channel: 'web' } as const
}

describe('the shipped desk.yaml', () => {
  it('passes config:check', async () => {
    expect(await check(FILE)).toMatchObject({ ok: true })
  })

  it('has at least 25 categories that customers name', () => {
    expect(config.categories.filter(({ key }) => key !== config.otherCategory).length).toBeGreaterThanOrEqual(25)
  })

  it('asks few things: three at most, and nothing before a complaint is heard but the order', () => {
    for (const { key, required, complaint } of config.categories) {
      expect(required.length, key).toBeLessThanOrEqual(3)
      if (complaint) expect(['', 'order_no'], key).toContain(required.join())
    }
  })

  it('calls exactly the group of complaints complaints', () => {
    const complaints = config.categories.filter(({ complaint }) => complaint).map(({ key }) => key)
    expect(complaints).toEqual(config.categories.map(({ key }) => key).filter((key) => key.startsWith('complaint/')))
  })

  it('has a lead and two agents in each team, and agents for every language', () => {
    for (const team of config.teams) {
      const roles = config.agents.filter(({ teams }) => teams.includes(team.key)).map(({ role }) => role)
      expect(roles, team.key).toContain('lead')
      expect(roles.filter((role) => role === 'agent').length, team.key).toBeGreaterThanOrEqual(2)
    }
    expect(new Set(config.agents.map(({ lang }) => lang))).toEqual(new Set(LANGS))
  })

  it.each([
    ['保温杯漏水', 'after-sales/quality', 'after-sales'],
    ['我要退货', 'returns/return', 'after-sales'],
    ['快递到哪了', 'logistics/tracking', 'logistics-orders'],
    ['地址写错了', 'order/change', 'logistics-orders'],
    ['开发票', 'invoice/issue', 'general'],
    ['客服骂人', 'complaint/service', 'general'],
    ['不知道怎么说', 'other/unsorted', 'general'],
  ])('sends “%s” (%s) to %s', (text, category, team) => {
    expect(route(saying(text, category), config)).toMatchObject({ team })
  })

  it.each(['再不处理我就找律师', '再不處理我就找律師', '打１２３１５投诉你们', 'My LAWYER will write to you'])(
    'takes “%s” as P1 whatever it is about',
    (text) => {
      expect(route(saying(text, 'logistics/delay'), config)).toMatchObject({ team: 'general', priority: 'P1', rule: 'legal-or-press' })
    },
  )

  it('does not take an order number for the consumers’ hotline', () => {
    expect(route(saying('订单 20251231588 还没到', 'logistics/delay'), config)).toMatchObject({ rule: 'delivery-and-orders' })
  })

  it('promises a complaint an answer and an end sooner than anything else of its priority', () => {
    const due = (category: string, priority: (typeof PRIORITIES)[number]) =>
      promisesFor({ category, priority }, 0, config).map((promise) => promise.due)
    for (const priority of PRIORITIES) {
      const [first = 0, end = 0] = due('complaint/service', priority)
      const [otherFirst = 0, otherEnd = 0] = due('after-sales/quality', priority)
      expect(first).toBeLessThanOrEqual(otherFirst)
      expect(end).toBeLessThan(otherEnd)
    }
  })

  it('promises something for every ticket, with less time the higher its priority', () => {
    const ends = PRIORITIES.map((priority) =>
      promisesFor({ category: 'consult/stock', priority }, 0, config).map(({ due }) => due / 60_000),
    )
    expect(ends).toEqual([
      [5, 240],
      [15, 1440],
      [30, 2880],
      [120, 4320],
    ])
  })

  it('takes a stolen account more seriously than a question', () => {
    const calm = { urgency: null, mood: 'neutral', rulePriority: null } as const
    expect(decidePriority({ category: 'account/security', ...calm }, config).priority).toBe('P1')
    expect(decidePriority({ category: 'consult/product', ...calm }, config).priority).toBe('P4')
  })
})

describe('the shipped examples', () => {
  it('exist for every category of the taxonomy, and for none besides', () => {
    const known = config.categories.map(({ key }) => key).filter((key) => key !== config.otherCategory)
    expect([...new Set(examples.map(({ category }) => category))].toSorted()).toEqual(
      [...known, SMALLTALK, ...MOODS.map((mood) => `mood/${mood}`)].toSorted(),
    )
  })

  it('are at least 30 for each category and language', () => {
    const few = new Map(examples.map(({ category }) => category).flatMap((category) => LANGS.map((lang) => [`${category} ${lang}`, 0])))
    for (const { category, lang } of examples) few.set(`${category} ${lang}`, (few.get(`${category} ${lang}`) ?? 0) + 1)
    expect([...few].filter(([, count]) => count < 30)).toEqual([])
  })

  it('say nothing twice in one language, however it is typed', () => {
    const seen = new Set<string>()
    const twice = examples.filter(({ text, lang }) => {
      const key = `${lang} ${fold(text).replace(/[\p{P}\p{Z}]/gu, '')}`
      return seen.size === seen.add(key).size
    })
    expect(twice).toEqual([])
  })
})

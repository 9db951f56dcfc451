import { describe, expect, it } from 'vitest'
import type { ExampleStore } from '../../bot/ports/examples.ts'
import type { Example } from '../../bot/ports/learn.ts'

const example = (text: string, category = 'returns/refund') => ({ text, lang: 'en', category })
const model = (bytes: readonly number[]) => ({ bytes: new Uint8Array(bytes), examples: 3, accuracy: 0.5, comparable: 0.5, millis: 12.7 })

async function everything(store: ExampleStore, size = 2): Promise<readonly Example[]> {
  const all: Example[] = []
  for await (const page of store.pages(size)) {
    expect(page.length).toBeLessThanOrEqual(size)
    all.push(...page)
  }
  return all
}

const cases = {
  'keeps a seed once, with the label it had first': async (store: ExampleStore) => {
    expect(await store.seed([example('one'), example('two'), example('three')])).toBe(3)
    expect(await store.seed([example('two', 'other/unsorted'), example('four')])).toBe(1)
    const all = await everything(store)
    expect(all.map((e) => `${e.text} ${e.category} ${e.source}`).sort()).toEqual([
      'four returns/refund seed',
      'one returns/refund seed',
      'three returns/refund seed',
      'two returns/refund seed',
    ])
  },
  'tells languages apart: the same words in another are another example': async (store: ExampleStore) => {
    expect(await store.seed([example('ok'), { ...example('ok'), lang: 'zh-CN' }])).toBe(2)
  },
  'takes more at once than fits one statement': async (store: ExampleStore) => {
    expect(await store.seed(Array.from({ length: 1_203 }, (_, i) => example(`text ${i}`)))).toBe(1_203)
    expect(await everything(store, 500)).toHaveLength(1_203)
  },
  'keeps models as rising versions, gives the newest, and forgets all but the last few': async (store: ExampleStore) => {
    expect(await store.newestModel(0)).toBeNull()
    const versions = [await store.keepModel(model([1])), await store.keepModel(model([2])), await store.keepModel(model([3, 4]))]
    expect(versions).toEqual([...versions].sort((a, b) => a - b))
    const newest = await store.newestModel(0)
    expect([newest?.version, [...(newest?.bytes ?? [])], newest?.accuracy]).toEqual([versions[2], [3, 4], 0.5])
    expect(await store.newestModel(versions[2] ?? 0)).toBeNull()
    expect(await store.newSince()).toBe(0)
  },
  'tells what came after the newest model: imports count as new, seeds do not': async (store: ExampleStore) => {
    await store.seed([example('one'), example('two')], 'import')
    expect(await store.newSince()).toBe(2)
    expect((await everything(store)).filter((e) => e.fresh)).toEqual([])
    await store.keepModel(model([1]))
    expect(await store.newSince()).toBe(0)
    // Clocks of databases may tell no less than a millisecond.
    await new Promise((resolve) => setTimeout(resolve, 20))
    await store.seed([example('three'), example('four')], 'import')
    await store.seed([example('five')])
    expect(await store.newSince()).toBe(2)
    const fresh = (await everything(store)).filter((e) => e.fresh)
    expect(fresh.map((e) => `${e.text} ${e.source}`).sort()).toEqual(['five seed', 'four import', 'three import'])
  },
} satisfies Record<string, (store: ExampleStore) => Promise<void>>

/** `start` gives a store without examples and models. */
export function exampleStoreContract(name: string, start: () => Promise<ExampleStore>): void {
  describe(`example store contract: ${name}`, { timeout: 30_000 }, () => {
    for (const [title, check] of Object.entries(cases)) it(title, async () => check(await start()))
  })
}

/** The suite every `Learn` passes: what it was taught it knows, and a bad blob changes nothing. */
import { describe, expect, it } from 'vitest'
import { DeskError } from '../../bot/errors.ts'
import type { Example, Learn } from '../../bot/ports/learn.ts'

export interface LearnRig {
  readonly learn: Learn
  /** The category the model in use gives a text; null when no model is in use or it knows none. */
  classify(text: string): string | null
  close?(): Promise<void>
}

const THINGS = ['水壶', '耳机', '外套', '台灯', '杯子', '书包', '键盘', '手表', '鞋子', '椅子', 'kettle', 'lamp']

const EXAMPLES: readonly Example[] = THINGS.flatMap((thing) => [
  seed(`我要退款，${thing}不要了`, 'returns/refund'),
  seed(`please refund the ${thing}`, 'returns/refund'),
  seed(`${thing}的发票还没开`, 'invoice/issue'),
  seed(`I need an invoice for the ${thing}`, 'invoice/issue'),
  seed(`${thing}的快递到哪了`, 'logistics/tracking'),
  seed(`where is my ${thing}, tracking shows nothing`, 'logistics/tracking'),
])

const cases = {
  'tells what it was taught': async ({ learn, classify }: LearnRig) => {
    const model = await learn.train(pages(EXAMPLES))
    await learn.load({ version: 1, bytes: model.bytes })
    expect(classify('帽子可以退款吗')).toBe('returns/refund')
    expect(classify('幫我開發票')).toBe('invoice/issue')
    expect(classify('where is the parcel, tracking?')).toBe('logistics/tracking')
  },
  'loads a model from the bytes as a database hands them over, in the middle of others': async ({ learn, classify }: LearnRig) => {
    const { bytes } = await learn.train(pages(EXAMPLES))
    const around = Buffer.concat([Buffer.from('before'), bytes, Buffer.from('after')])
    await learn.load({ version: 1, bytes: around.subarray(6, 6 + bytes.length) })
    expect(classify('帽子可以退款吗')).toBe('returns/refund')
  },
  'says how many examples it used and how well it did': async ({ learn }: LearnRig) => {
    const model = await learn.train(pages(EXAMPLES))
    expect(model.examples).toBe(EXAMPLES.length)
    expect(model.accuracy).toBeGreaterThan(0.5)
    expect(model.accuracy).toBeLessThanOrEqual(1)
    expect(model.millis).toBeGreaterThan(0)
    expect(model.bytes.length).toBeGreaterThan(0)
  },
  'makes the same model of the same examples in any order': async ({ learn }: LearnRig) => {
    const one = await learn.train(pages(EXAMPLES, 7))
    const other = await learn.train(pages([...EXAMPLES].reverse(), 50))
    expect(Buffer.from(one.bytes).equals(Buffer.from(other.bytes))).toBe(true)
  },
  "believes an agent's correction over the seeds": async ({ learn, classify }: LearnRig) => {
    const words = '帽子可以退款吗'
    const corrections = [words, '退款可以吗，帽子的', '帽子退款'].map(
      (text): Example => ({ text, lang: 'zh-CN', category: 'consult/product', source: 'correction' }),
    )
    const model = await learn.train(pages([...EXAMPLES, seed(words, 'returns/refund'), ...corrections]))
    await learn.load({ version: 2, bytes: model.bytes })
    expect(classify(words)).toBe('consult/product')
  },
  'is judged on the same held-back examples whatever agents correct, and badly where they correct wrongly': async ({ learn }: LearnRig) => {
    const before = await learn.train(pages(EXAMPLES))
    const correct =
      (category: string) =>
      (one: Example, i: number): Example => ({ ...one, text: `${one.text}，${i}`, category, source: 'correction' })
    const right = await learn.train(pages([...EXAMPLES, ...EXAMPLES.slice(0, 12).map((one, i) => correct(one.category)(one, i))]))
    expect(right.accuracy).toBeGreaterThanOrEqual(before.accuracy - 0.03)
    const wrong = await learn.train(pages([...EXAMPLES, ...EXAMPLES.map(correct('consult/product'))]))
    expect(wrong.accuracy).toBeLessThan(before.accuracy - 0.03)
  },
  'is compared by what was known before, where new examples are of another kind': async ({ learn }: LearnRig) => {
    const before = await learn.train(pages(EXAMPLES))
    expect(before.comparable).toBe(before.accuracy)
    const hard = THINGS.flatMap((thing, i): Example[] =>
      ['complaint/service', 'other/unsorted'].map((category) => ({
        text: `${thing} ${category.length} ${i}`,
        lang: 'zh-CN',
        category,
        source: 'import',
        fresh: true,
      })),
    )
    const after = await learn.train(pages([...EXAMPLES, ...hard]))
    expect(after.comparable).toBeGreaterThanOrEqual(before.accuracy - 0.03)
    expect(after.comparable).toBeGreaterThan(after.accuracy)
  },
  'is worse by what was known before, where imported labels are wrong': async ({ learn }: LearnRig) => {
    const before = await learn.train(pages(EXAMPLES))
    const wrong = EXAMPLES.flatMap((one): Example[] =>
      ['a', 'b'].map((more) => ({ ...one, text: `${one.text}${more}`, category: 'consult/product', source: 'import', fresh: true })),
    )
    expect((await learn.train(pages([...EXAMPLES, ...wrong]))).comparable).toBeLessThan(before.accuracy - 0.03)
  },
  'refuses a blob it does not know and goes on with the model in use': async ({ learn, classify }: LearnRig) => {
    const model = await learn.train(pages(EXAMPLES))
    await learn.load({ version: 1, bytes: model.bytes })
    const before = classify('退款')
    const flipped = model.bytes.slice()
    flipped[flipped.length - 1] = (flipped[flipped.length - 1] ?? 0) ^ 1
    const blobs = [
      new Uint8Array(),
      new TextEncoder().encode('not a model'),
      model.bytes.slice(0, -7),
      flipped,
      new Uint8Array(4_096).fill(255),
    ]
    for (const bytes of blobs) {
      const error = await learn.load({ version: 2, bytes }).catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(DeskError)
      expect((error as DeskError).code).toBe('MODEL_UNREADABLE')
    }
    expect(classify('退款')).toBe(before)
  },
  'keeps the event loop free while it learns': async ({ learn }: LearnRig) => {
    const many = Array.from({ length: 12 }, (_, i) =>
      EXAMPLES.map((one) => ({ ...one, text: `${one.text} ${'abcdefghijkl'[i]}${one.text.slice(0, 3)}` })),
    ).flat()
    let ticks = 0
    const timer = setInterval(() => ticks++, 5)
    const { millis } = await learn.train(pages(many))
    clearInterval(timer)
    // A loop that was held up the whole time would tick once or twice.
    expect(ticks).toBeGreaterThan(Math.min(8, millis / 40))
  },
  'learns nothing from nothing, and says so': async ({ learn, classify }: LearnRig) => {
    const model = await learn.train(pages([]))
    expect(model).toMatchObject({ examples: 0, accuracy: 0 })
    await learn.load({ version: 1, bytes: model.bytes })
    expect(classify('退款')).toBeNull()
  },
  'stops when its examples cannot be read': async ({ learn }: LearnRig) => {
    async function* broken(): AsyncGenerator<readonly Example[]> {
      yield EXAMPLES
      throw new Error('page lost')
    }
    await expect(learn.train(broken())).rejects.toThrow('page lost')
  },
} satisfies Record<string, (rig: LearnRig) => Promise<void>>

type Skips = Partial<Record<keyof typeof cases, string>>

function seed(text: string, category: string): Example {
  return { text, lang: /[a-z]/.test(text) ? 'en' : 'zh-CN', category, source: 'seed' }
}

async function* pages(examples: readonly Example[], size = 20): AsyncGenerator<readonly Example[]> {
  for (let i = 0; i < examples.length; i += size) yield examples.slice(i, i + size)
}

/** A skip gives its reason, so gaps stay in sight. */
export function learnContract(name: string, makeRig: () => Promise<LearnRig>, skips: Skips = {}): void {
  describe(`learn contract: ${name}`, () => {
    for (const [title, check] of Object.entries(cases)) {
      const reason = skips[title as keyof typeof cases]
      it.skipIf(reason)(reason ? `${title} (skipped: ${reason})` : title, { timeout: 30_000 }, async () => {
        const rig = await makeRig()
        try {
          await check(rig)
        } finally {
          await rig.close?.()
        }
      })
    }
  })
}

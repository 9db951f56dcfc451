import { describe, expect, it } from 'vitest'
import type { Attachment, Turn } from '../bot/domain/conversation.ts'
import { heardMarks, turnHeard } from '../bot/domain/heard.ts'
import type { Hear } from '../bot/ports/hearing.ts'
import { createLog } from '../kit/log.ts'
import { turnOf } from '../testing/fakes/fixture-turn.ts'
import { createMemoryBlobs } from '../testing/fakes/memory-blobs.ts'
import { hearTurn } from './hear.ts'

const COST = { tokensIn: 10, tokensOut: 5, calls: 1 }

async function rig(answer: Hear['hear'] = async () => ({ words: 'order 42', cost: COST, version: 'openai:eye/hear-1' })) {
  const blobs = createMemoryBlobs()
  const kept = new Map<string, string>()
  const files = new Map<string, Attachment>()
  let calls = 0
  let may = true
  const picture = async (id: string, bytes: Uint8Array, state: Attachment['state'] = 'stored'): Promise<Attachment> => {
    const { hash, size } = await blobs.put(bytes, 1_000)
    const stored: Attachment = { id, name: 'p.png', mime: 'image/png', size, blob: hash, state: 'stored' }
    files.set(id, stored)
    return state === 'stored' ? stored : { ...stored, state, blob: '' }
  }
  const options = {
    hear: {
      takes: { picture: 1_000, film: 1_000 },
      hear: (...asked: Parameters<Hear['hear']>) => {
        calls++
        return answer(...asked)
      },
    },
    store: {
      known: async (wanted: readonly string[]) => new Map(wanted.flatMap((blob) => (kept.has(blob) ? [[blob, kept.get(blob) ?? '']] : []))),
      keep: async (blob: string, _: string, words: string) => void kept.set(blob, words),
      files: async (ids: readonly string[]) => ids.flatMap((id) => files.get(id) ?? []),
    },
    blobs,
    log: createLog({ level: 'silent' }),
    mayPay: async () => may,
    allMs: 2_000,
  }
  const hear = (turn: Turn) => hearTurn(options, turn, new AbortController().signal)
  const forbid = () => {
    may = false
  }
  return { hear, picture, forbid, calls: () => calls }
}

function showing(...attachments: readonly Attachment[]): Turn {
  const turn = turnOf('see here')
  return { ...turn, messages: turn.messages.map((message) => ({ ...message, attachments })) }
}
const bytes = new Uint8Array([1])

describe('the words of files', () => {
  it('stand behind the customer’s own, signed, with a mark that points at them', async () => {
    const { hear, picture } = await rig()
    const turn = showing(await picture('a', bytes))
    const heard = await hear(turn)
    const told = turnHeard(turn, heard.words)
    expect(told.messages[0]?.text).toBe('see here\n🖼 order 42')
    expect(turnHeard(told, heard.words)).toEqual(told)
    const [mark] = heardMarks(told, heard.unread)
    if (!mark) throw new Error('no mark')
    expect(mark).toMatchObject({ mark: 'picture' })
    expect(told.messages[0]?.text.slice(mark.words.start, mark.words.end)).toBe('🖼 order 42')
  })

  it('are asked for once a file, even where it is sent twice in one turn', async () => {
    const { hear, picture, calls } = await rig()
    const turn = showing(await picture('a', bytes), await picture('b', bytes))
    await hear(turn)
    const again = await hear(turn)
    expect([calls(), again.costs, again.unread]).toEqual([1, [], false])
  })

  it('wait for a file that is on its way', async () => {
    const { hear, picture } = await rig()
    expect([...(await hear(showing(await picture('a', bytes, 'waiting')))).words.values()]).toEqual(['order 42'])
  })

  it('are left unread where the budget is spent, the endpoint fails, or the file is too large', async () => {
    const spent = await rig()
    spent.forbid()
    expect(await spent.hear(showing(await spent.picture('a', bytes)))).toMatchObject({ unread: true, costs: [] })
    expect(spent.calls()).toBe(0)
    const broken = await rig(() => Promise.reject(new Error('down')))
    const unread = await broken.hear(showing(await broken.picture('a', bytes)))
    expect(unread).toMatchObject({ unread: true })
    expect(heardMarks(showing(), unread.unread)).toMatchObject([{ mark: 'unread' }])
    const large = await rig()
    await large.hear(showing(await large.picture('a', new Uint8Array(1_000)), { ...(await large.picture('b', bytes)), size: 5_000 }))
    expect(large.calls()).toBe(1)
  })

  it('of a film stand there under a sign of their own; the steps suggested for it are none of them', async () => {
    const said = 'water runs out of it\n☐ unplug it\n☐ dry the base'
    const langs: unknown[] = []
    const { hear, picture } = await rig(async (file) => {
      langs.push([file.kind, file.lang])
      return { words: said, cost: COST, version: 'openai:eye/film-1' }
    })
    const turn = showing({ ...(await picture('a', bytes)), mime: 'video/mp4' })
    const heard = await hear(turn)
    const told = turnHeard(turn, heard.words)
    expect(told.messages).toMatchObject([{ text: 'see here\n🎬 water runs out of it', steps: ['unplug it', 'dry the base'] }])
    expect(turnHeard(told, heard.words)).toEqual(told)
    expect(heardMarks(told, heard.unread)).toMatchObject([{ mark: 'film' }])
    expect(langs).toEqual([['film', 'en']])
    // A picture of a form has boxes, too: those are its words.
    const form = await picture('b', new Uint8Array([9]))
    const words = new Map([[form.blob, said]])
    expect(turnHeard(showing(form), words).messages[0]?.text).toBe('see here\n🖼 water runs out of it ☐ unplug it ☐ dry the base')
  })
})

/** The redraw loop: cards that show less than is wanted are drawn, newest state only; and homes that look different by now. */
import type { Channel, ChannelName, Outcome } from '../bot/ports/channel.ts'
import type { CardStore, CardWork, HomeStore, HomeWork } from '../bot/ports/stores.ts'
import { fault } from '../kit/failpoint.ts'
import type { Log } from '../kit/log.ts'
import type { Bell } from '../kit/ports/bell.ts'
import { type Loop, runLoop } from './loop.ts'

export interface RedrawOptions {
  readonly store: CardStore
  readonly homes: HomeStore
  readonly channels: ReadonlyMap<ChannelName, Channel>
  readonly bell: Bell
  readonly log: Log
  readonly most: number
}

const POLL_MS = 1_000
/** Homes of one batch: a platform takes few of them at once. */
const MOST_HOMES = 8
/** Homes are looked for so often at most, however often cards change. */
const HOMES_MS = 250

export function startRedraw(options: RedrawOptions): Loop {
  const homes = createHomes(options)
  const loop = runLoop({
    work: 'redraw',
    bell: options.bell,
    pollMs: POLL_MS,
    step: async () => {
      homes.look()
      const works = await options.store.claim([...options.channels.keys()], options.most)
      if (works.length === 0) return false
      const drawn = await Promise.all(works.map(async (work) => ({ work, outcome: await draw(options, work) })))
      fault('after_draw_before_settle')
      const { rings } = await options.store.settle(drawn)
      for (const work of rings) options.bell.ring(work)
      return true
    },
    failed: (error) => options.log.error('redraw failed', { error }),
  })
  return {
    stop: async () => {
      await loop.stop()
      await homes.drawn()
    },
  }
}

/** Homes are drawn beside the cards: a platform that is slow with one kind holds up none of the other. */
function createHomes({ homes, channels, log }: RedrawOptions) {
  const names = [...channels.values()].filter((channel) => channel.can.home).map((channel) => channel.name)
  let drawing: Promise<void> | null = null
  let looked = 0
  const batch = async () => {
    const works = await homes.claim(names, MOST_HOMES)
    if (works.length === 0) return
    await homes.settle(await Promise.all(works.map(async (work) => ({ work, outcome: await publish(work) }))))
  }
  const publish = async (work: HomeWork): Promise<Outcome> => {
    try {
      return (await channels.get(work.channel)?.send(work.outgoing)) ?? { refused: 'CHANNEL_UNKNOWN' }
    } catch (error) {
      log.warn('a home was not drawn', { channel: work.channel, error })
      return { unknown: true }
    }
  }
  return {
    look: () => {
      if (names.length === 0 || drawing || performance.now() - looked < HOMES_MS) return
      looked = performance.now()
      drawing = batch()
        .catch((error: unknown) => log.error('homes could not be drawn', { error }))
        .finally(() => {
          drawing = null
        })
    },
    drawn: async () => void (await drawing),
  }
}

async function draw(options: RedrawOptions, work: CardWork): Promise<Outcome> {
  const channel = options.channels.get(work.channel)
  if (!channel) return { refused: 'CHANNEL_UNKNOWN' }
  try {
    return await channel.send(work.outgoing)
  } catch (error) {
    options.log.warn('a card was not drawn', { card: work.card, error })
    return { unknown: true }
  }
}

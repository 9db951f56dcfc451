/** The redraw loop: cards that show less than is wanted are drawn, newest state only. */
import type { Channel, ChannelName, Outcome } from '../bot/ports/channel.ts'
import type { CardStore, CardWork } from '../bot/ports/stores.ts'
import { fault } from '../kit/failpoint.ts'
import type { Log } from '../kit/log.ts'
import type { Bell } from '../kit/ports/bell.ts'
import { type Loop, runLoop } from './loop.ts'

export interface RedrawOptions {
  readonly store: CardStore
  readonly channels: ReadonlyMap<ChannelName, Channel>
  readonly bell: Bell
  readonly log: Log
  readonly most: number
}

const POLL_MS = 1_000

export function startRedraw(options: RedrawOptions): Loop {
  return runLoop({
    work: 'redraw',
    bell: options.bell,
    pollMs: POLL_MS,
    step: async () => {
      const works = await options.store.claim([...options.channels.keys()], options.most)
      if (works.length === 0) return 0
      const drawn = await Promise.all(works.map(async (work) => ({ work, outcome: await draw(options, work) })))
      fault('after_draw_before_settle')
      await options.store.settle(drawn)
      return works.length
    },
    failed: (error) => options.log.error('redraw failed', { error }),
  })
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

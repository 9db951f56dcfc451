/**
 * The channel of our own rooms: what Slack is to a company that has Slack, the board and these routes are to
 * everybody else. Teams work in web rooms, customers write in them; the playground shows both side by side.
 */
import { DeskError } from '../../bot/errors.ts'
import type { Channel, ChannelAbilities, InboundEvent, InstantAnswer, Intake, Outcome, Outgoing } from '../../bot/ports/channel.ts'
import type { Router } from '../../kit/http/router-env.ts'
import type { NewPost } from '../../kit/ports/board.ts'
import { TEXT_MAX } from './decode.ts'
import { encodePosts } from './encode.ts'
import { createPosting } from './posting.ts'
import { webRoutes } from './routes.ts'
import { createStreams, tellRooms } from './stream.ts'
import type { WebChannelOptions } from './web-options.ts'

export interface WebChannel extends Channel {
  /** Adds the routes under /web. Before `open` they answer 503 to whatever needs intake. */
  mount(router: Router): void
}

export const WEB_ABILITIES: ChannelAbilities = {
  text: { max: TEXT_MAX, unit: 'utf16' },
  threads: true,
  buttons: true,
  forms: true,
  edit: true,
  recall: true,
  files: true,
  whisper: true,
  idempotent: true,
  keepsOrder: true,
  pulled: false,
  find: false,
  viewerLang: true,
  cardFiles: true,
  paceMs: 0,
}

/** The database is ours: when it does not answer, sending again is always safe, since the post's id is the delivery's. */
const AGAIN_MS = 1000

export function createWebChannel(options: WebChannelOptions): WebChannel {
  const { board, bell, blobs, tokens, log, now = Date.now } = options
  let hear: Intake | null = null
  const streams = createStreams(bell, options.watchMs ? { board, everyMs: options.watchMs } : null)
  const posting = createPosting(board, (posts) => tellRooms(bell, posts))

  const take = async (event: InboundEvent): Promise<InstantAnswer> => {
    if (hear === null) throw new DeskError('UNAVAILABLE', { why: 'the channel is closed' })
    try {
      const [answer] = await hear({ events: [event] })
      if (answer) return answer
    } catch (error) {
      log.error('web event not taken', { key: event.key, error })
      throw new DeskError('UNAVAILABLE', {}, error)
    }
    throw new DeskError('UNAVAILABLE', { why: 'no answer' })
  }
  const show = async (post: NewPost): Promise<void> => {
    try {
      await posting.post(post)
    } catch (error) {
      log.error('web post not written', { post: post.id, error })
      throw new DeskError('UNAVAILABLE', {}, error)
    }
  }
  const draw = async (out: Extract<Outgoing, { kind: 'card' | 'redraw' | 'edit' | 'recall' }>, ref: string): Promise<void> => {
    const posts = encodePosts(out, tokens)
    const card = posts[posts.length - 1] as NewPost
    await Promise.all(posts.slice(0, -1).map(posting.post))
    await board.redraw(ref, card.room, card.body)
    tellRooms(bell, [card])
  }
  // Sends of a room come together, and of two changes of one text the later must be the last.
  let changing: Promise<void> = Promise.resolve()
  const change = (out: Extract<Outgoing, { kind: 'edit' | 'recall' }>): Promise<void> => {
    const changed = changing.then(() => draw(out, out.ref))
    changing = changed.catch(() => {})
    return changed
  }
  const send = async (out: Outgoing): Promise<Outcome> => {
    const ref = 'ref' in out && out.kind !== 'card' ? out.ref : out.id
    if (out.kind === 'home' || !ref) return { refused: 'CHANNEL_REJECTED' }
    try {
      if (out.kind === 'edit' || out.kind === 'recall') await change(out)
      else if (out.kind === 'redraw') await draw(out, ref)
      else await Promise.all(encodePosts(out, tokens).map(posting.post))
      return { sent: { ref } }
    } catch (error) {
      log.error('web post not written', { delivery: out.id, kind: out.kind, error })
      return { later: AGAIN_MS }
    }
  }

  return {
    name: 'web',
    can: WEB_ABILITIES,
    open: async (intake) => {
      hear = intake
    },
    send,
    file: async ({ ref }) => {
      const blob = await blobs.get(ref)
      if (!blob) throw new DeskError('CHANNEL_REJECTED', { file: ref })
      return blob.stream
    },
    close: async () => {
      hear = null
      streams.close()
      await posting.drained()
    },
    mount: (router) => void router.route('/web', webRoutes({ ...options, now, streams, show, take })),
  }
}

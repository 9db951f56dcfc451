/** A ticket's thread: what the team says among itself, what goes to the customer, and the ticket's buttons. */
import { BulbOutlined, CloseOutlined, MessageOutlined } from '@ant-design/icons'
import { Button, Skeleton } from 'antd'
import { useEffect } from 'react'
import { getTicket } from '../api.ts'
import type { Post } from '../api-types.ts'
import { useActing } from '../cards/acting.ts'
import { CardActions } from '../cards/card-actions.tsx'
import { ReplyCard } from '../cards/reply-card.tsx'
import { CardHead } from '../cards/ticket-card.tsx'
import { LogBox } from '../chat/log-box.tsx'
import { useAsk } from '../hooks.ts'
import { useLanguage } from '../language.tsx'
import { type FeedPlace, useFeed } from '../live/feed.ts'
import { useOutbox } from '../live/outbox.ts'
import type { LiveStream } from '../live/stream.ts'
import { useSayTyping } from '../live/typing.ts'
import { type PostView, readPost, wordedReply } from '../post-body.ts'
import { Blank } from '../shell/blank.tsx'
import { clock } from '../times.ts'
import { PendingPost, RoomPost } from './room-post.tsx'
import { ThreadComposer } from './thread-composer.tsx'

interface ThreadPanelProps {
  live: LiveStream | null
  place: FeedPlace & { thread: string }
  /** The post of the ticket's card. */
  card: Post
  onWhispers(posts: readonly Post[]): void
  onWhy(number: number): void
  onClose(): void
}

/** Dialogs, drawers and menus that may stand over a thread. */
const OVER = '.ant-modal-wrap, .why-drawer, .ant-dropdown:not(.ant-dropdown-hidden)'

/** What was said to be sent stands in the thread once more, as the card that tells what became of it: one of them is enough. */
function isTold({ text, reply }: PostView & { kind: 'text' | 'ping' }, replies: readonly string[]): boolean {
  const said = reply ? text : wordedReply(text)
  return said !== null && replies.includes(said.trim())
}

/** Where the ticket's customer talks, if that is one of our own rooms: only there somebody sees an agent typing. */
function useCustomerRoom(number: number | null): string | null {
  const { data } = useAsk(`room of ${number}`, async () => (number === null ? null : getTicket(number)))
  return data?.room.channel === 'web' ? data.room.id : null
}

export function ThreadPanel({ live, place, card: post, onWhispers, onWhy, onClose }: ThreadPanelProps) {
  const { lang, t } = useLanguage()
  const feed = useFeed(live, place, onWhispers)
  const outbox = useOutbox(feed, place.room, place.as, place.thread)
  const acting = useActing(place.as)
  const view = readPost(post, lang)
  const customerRoom = useCustomerRoom(view.kind === 'card' ? view.card.number : null)
  const typingHere = useSayTyping(place.room, place.as)
  const typingThere = useSayTyping(customerRoom ?? '', place.as)

  useEffect(() => {
    // What Escape closes first is gone by the time the key comes here.
    let over = false
    const look = (): void => {
      over = document.querySelector(OVER) !== null
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented && !over) onClose()
    }
    window.addEventListener('keydown', look, true)
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', look, true)
      window.removeEventListener('keydown', onKey)
    }
  }, [onClose])

  if (view.kind !== 'card') return null
  const replies = feed.posts.flatMap((each) => {
    const shown = readPost(each, lang)
    return shown.kind === 'card' ? [shown.card.text.trim()] : []
  })
  const { card, tokens } = view
  const number = `T-${card.number}`
  return (
    <aside className="thread-panel" data-testid="thread-panel" aria-label={t.thread.title(number)}>
      <div className="thread-top">
        <div className="thread-bar">
          <CardHead card={card} />
          <Button type="text" icon={<CloseOutlined />} aria-label={t.common.close} data-testid="thread-close" onClick={onClose} />
        </div>
        <h3 className="thread-title">{card.title}</h3>
        <CardActions card={card} tokens={tokens} acting={acting} name="thread" />
        <Button className="flush" type="link" size="small" icon={<BulbOutlined />} onClick={() => onWhy(card.number)}>
          {t.card.why}
        </Button>
      </div>
      <LogBox label={t.thread.log} count={feed.posts.length + outbox.pending.length} place={place.thread}>
        {!feed.ready && <Skeleton active paragraph={{ rows: 3 }} title={false} />}
        {feed.ready && feed.posts.length === 0 && outbox.pending.length === 0 && (
          <Blank icon={<MessageOutlined />} title={t.thread.empty} text={t.thread.emptyText} />
        )}
        {feed.posts.map((each) => {
          const shown = readPost(each, lang)
          if (shown.kind === 'text' && isTold(shown, replies)) return null
          return shown.kind === 'card' ? (
            <ReplyCard key={each.id} card={shown.card} tokens={shown.tokens} acting={acting} at={clock(each.at, t.common.day)} />
          ) : (
            <RoomPost
              key={each.id}
              post={each}
              view={shown}
              inThread
              onChoose={(option) => void outbox.send({ text: option.label, choice: option.key })}
            />
          )
        })}
        {outbox.pending.map((entry) => (
          <PendingPost key={entry.message.id} entry={entry} outbox={outbox} />
        ))}
      </LogBox>
      <ThreadComposer
        number={card.number}
        as={place.as}
        onSend={(text, files, reply) => {
          void outbox.send({ text, ...(files.length > 0 ? { files } : {}), ...(reply ? { reply: true as const } : {}) })
        }}
        onTyping={(reply) => {
          typingHere()
          if (reply && customerRoom !== null) typingThere()
        }}
      />
    </aside>
  )
}

/** The posts of a team room: cards, and the talk between them. */
import { CoffeeOutlined, InboxOutlined } from '@ant-design/icons'
import { Skeleton } from 'antd'
import { useCallback } from 'react'
import type { Post } from '../api-types.ts'
import { useActing } from '../cards/acting.ts'
import { TicketCard } from '../cards/ticket-card.tsx'
import { Typing } from '../chat/bubble.tsx'
import { LogBox } from '../chat/log-box.tsx'
import { useNames } from '../desk.tsx'
import { useLanguage } from '../language.tsx'
import type { Feed } from '../live/feed.ts'
import type { Outbox } from '../live/outbox.ts'
import { type PostView, readPost } from '../post-body.ts'
import { Blank } from '../shell/blank.tsx'
import { ProblemView } from '../shell/problem-view.tsx'
import { MANAGER_ROOM } from './choice.ts'
import { PendingPost, RoomPost } from './room-post.tsx'

interface RoomLogProps {
  feed: Feed
  outbox: Outbox
  place: string
  room: string
  as: string
  typists: readonly string[]
  thread: string | null
  /** Threads with something new in them. */
  fresh: ReadonlySet<string>
  onActed(post: string): void
  onThread(post: string): void
  onWhy(number: number): void
}

export function RoomLog(props: RoomLogProps) {
  const { feed, outbox, place, room, typists } = props
  const { lang, t } = useLanguage()
  const names = useNames()
  const manager = place === MANAGER_ROOM
  const empty = feed.ready && feed.posts.length === 0 && outbox.pending.length === 0
  if (feed.error && !feed.ready) return <ProblemView error={feed.error} again={() => void feed.pull()} />
  return (
    <LogBox label={t.room.log} count={feed.posts.length + outbox.pending.length + typists.length} place={room}>
      {!feed.ready && <Skeleton active paragraph={{ rows: 5 }} />}
      {empty && (
        <Blank
          icon={manager ? <CoffeeOutlined /> : <InboxOutlined />}
          title={manager ? t.room.emptyManager : t.room.empty}
          text={manager ? t.room.emptyManagerText : t.room.emptyText}
        />
      )}
      {feed.posts.map((post) => {
        const view = readPost(post, lang)
        return view.kind === 'card' ? (
          <CardPost key={post.id} {...props} post={post} view={view} />
        ) : (
          <RoomPost
            key={post.id}
            post={post}
            view={view}
            inThread={false}
            onChoose={(option) => void outbox.send({ text: option.label, choice: option.key })}
          />
        )
      })}
      {outbox.pending.map((entry) => (
        <PendingPost key={entry.message.id} entry={entry} outbox={outbox} />
      ))}
      {typists.map((who) => (
        <Typing key={who} who={names.person(who)} />
      ))}
    </LogBox>
  )
}

type CardPostProps = RoomLogProps & { post: Post; view: PostView & { kind: 'card' } }

function CardPost({ post, view, as, thread, fresh, onActed, onThread, onWhy }: CardPostProps) {
  const done = useCallback(() => onActed(post.id), [onActed, post.id])
  const acting = useActing(as, done)
  return (
    <TicketCard
      card={view.card}
      tokens={view.tokens}
      fresh={fresh.has(post.id)}
      acting={acting}
      selected={thread === post.id}
      onThread={() => onThread(post.id)}
      onWhy={() => onWhy(view.card.number)}
    />
  )
}

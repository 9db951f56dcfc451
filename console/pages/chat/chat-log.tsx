/** A conversation as its customer sees it. */
import { CommentOutlined } from '@ant-design/icons'
import { Skeleton } from 'antd'
import { Fragment } from 'react'
import type { Post } from '../api-types.ts'
import { useLanguage } from '../language.tsx'
import type { Feed } from '../live/feed.ts'
import type { Outbox } from '../live/outbox.ts'
import { type MenuOption, type PostView, readPost } from '../post-body.ts'
import { Blank } from '../shell/blank.tsx'
import { clock } from '../times.ts'
import { Bubble, Typing } from './bubble.tsx'
import { LogBox } from './log-box.tsx'
import { PendingBubble } from './pending-bubble.tsx'

const PAUSE_MS = 5 * 60_000

interface ChatLogProps {
  me: string
  desk: string
  feed: Feed
  outbox: Outbox
  typists: readonly string[]
  onChoose(option: MenuOption): void
}

interface Line {
  readonly post: Post
  readonly view: PostView
  readonly mine: boolean
  readonly who: string
}

/** What I said last after a menu, if it was one of its options. */
function answerTo(lines: readonly Line[], at: number): { fresh: boolean; chosen: string | null } {
  const { view } = lines[at] ?? {}
  const next = lines.slice(at + 1).find((line) => line.mine)
  if (view?.kind !== 'menu' || !next) return { fresh: true, chosen: null }
  const said = next.view.kind === 'text' ? next.view.text : ''
  return { fresh: false, chosen: view.options.find((option) => option.label === said)?.label ?? null }
}

export function ChatLog({ me, desk, feed, outbox, typists, onChoose }: ChatLogProps) {
  const { lang, t } = useLanguage()
  const lines = feed.posts.map((post): Line => {
    const view = readPost(post, lang)
    const spoken = view.kind === 'text' || view.kind === 'media' ? view.speaker : null
    const who = spoken ?? desk
    return { post, view, mine: post.author === me, who }
  })
  const empty = feed.ready && lines.length === 0 && outbox.pending.length === 0
  return (
    <LogBox label={t.customer.log} count={lines.length + outbox.pending.length + typists.length} place={me}>
      {!feed.ready && !feed.error && <Skeleton active paragraph={{ rows: 3 }} title={false} />}
      {empty && <Blank icon={<CommentOutlined />} title={t.customer.empty} text={t.customer.emptyText} />}
      {lines.map((line, index) => {
        const before = lines[index - 1]
        const paused = !before || line.post.at - before.post.at > PAUSE_MS
        const first =
          paused || before.who !== line.who || before.view.kind === 'whisper' || (before.view.kind === 'text' && before.view.notice)
        return (
          <Fragment key={line.post.id}>
            {paused && <div className="moment">{clock(line.post.at, t.common.day)}</div>}
            <Bubble
              view={line.view}
              mine={line.mine}
              speaker={first && !line.mine ? line.who : null}
              {...answerTo(lines, index)}
              onChoose={onChoose}
            />
          </Fragment>
        )
      })}
      {outbox.pending.map((entry) => (
        <PendingBubble key={entry.message.id} entry={entry} outbox={outbox} />
      ))}
      {typists.map((who) => (
        <Typing key={who} who={desk} />
      ))}
    </LogBox>
  )
}

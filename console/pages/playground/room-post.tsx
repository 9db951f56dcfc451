/** One post of a team room or a thread that is not a ticket card: talk, a line of the desk, a whisper, a file. */
import { BellFilled } from '@ant-design/icons'
import { Button } from 'antd'
import type { Post } from '../api-types.ts'
import { TicketWords } from '../cards/ticket-words.tsx'
import { Whisper } from '../chat/bubble.tsx'
import { FileList } from '../chat/file-view.tsx'
import { NotSent } from '../chat/not-sent.tsx'
import { useNames } from '../desk.tsx'
import { useText } from '../language.tsx'
import type { Outbox } from '../live/outbox.ts'
import type { Pending } from '../live/pending.ts'
import { type MenuOption, type PostView, wordedReply } from '../post-body.ts'
import { Logo } from '../shell/logo.tsx'
import { clock } from '../times.ts'
import { Face } from './face.tsx'

interface RoomPostProps {
  post: Post
  view: PostView
  /** In a thread an agent's talk is a note, and says so. */
  inThread: boolean
  onChoose(option: MenuOption): void
}

export function RoomPost({ post, view, inThread, onChoose }: RoomPostProps) {
  const t = useText()
  const names = useNames()
  if (view.kind === 'card' || view.kind === 'unknown') return null
  if (view.kind === 'whisper') return <Whisper text={view.text} />
  if (view.kind === 'text' && view.notice) return <div className="notice">{view.text}</div>
  // What the desk notes in a ticket's thread is history, not talk.
  if (inThread && view.kind === 'text' && post.author === null && view.speaker === null && view.files.length === 0) {
    return (
      <div className="thread-line">
        <TicketWords text={view.text} /> <time>{clock(post.at, t.common.day)}</time>
      </div>
    )
  }
  const agent = names.agent(post.author)
  const spoken = view.kind === 'menu' ? null : view.speaker
  const name = spoken ?? agent?.name ?? (post.author === null ? names.desk : names.person(post.author))
  const text = view.kind === 'media' ? '' : view.text
  const files = view.kind === 'media' ? [view.file] : view.kind === 'menu' ? [] : view.files
  const isReply = inThread && view.kind === 'text' && (view.reply || wordedReply(view.text) !== null)
  const isNote = inThread && agent !== undefined && spoken === null && !isReply
  return (
    <div className={`post${isNote ? ' note' : ''}${view.kind === 'ping' ? ' ping' : ''}`}>
      {post.author === null && spoken === null ? <Logo /> : <Face id={agent?.key ?? post.author ?? name} name={name} />}
      <div className="post-body">
        <div className="post-head">
          {view.kind === 'ping' && <BellFilled aria-hidden="true" />}
          <span className="post-name">{name}</span>
          {isNote && <span className="post-tag note">{t.thread.noteTag}</span>}
          {isReply && <span className="post-tag reply">{t.thread.replyTag}</span>}
          <time>{clock(post.at, t.common.day)}</time>
        </div>
        {text !== '' && (
          <div className="post-text">
            <TicketWords text={text} />
          </div>
        )}
        <FileList files={files} size={96} />
        {view.kind === 'menu' && (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own box
          <div className="options" role="group" aria-label={t.customer.choices}>
            {view.options.map((option) => (
              <Button key={option.key} size="small" shape="round" data-testid={`option-${option.key}`} onClick={() => onChoose(option)}>
                {option.label}
              </Button>
            ))}
          </div>
        )}
      </div>
    </div>
  )
}

/** What I wrote and the desk has not shown yet, or has refused. */
export function PendingPost({ entry, outbox }: { entry: Pending; outbox: Outbox }) {
  const t = useText()
  const names = useNames()
  const { message, state } = entry
  return (
    <div className={`post pending ${state}`}>
      <Face id={message.as} name={names.person(message.as)} />
      <div className="post-body">
        <div className="post-head">
          <span className="post-name">{names.person(message.as)}</span>
          {message.reply && <span className="post-tag reply">{t.thread.replyTag}</span>}
          {state === 'sending' && <span>{t.customer.sending}…</span>}
        </div>
        {message.text !== '' && <div className="post-text">{message.text}</div>}
        <FileList files={message.files ?? []} size={72} />
        {state === 'failed' && <NotSent message={message.id} outbox={outbox} />}
      </div>
    </div>
  )
}

/** A customer's whole chat: what was said, what is being typed, where to write. */
import { useEffect } from 'react'
import { Problem } from '../api.ts'
import type { Lang } from '../api-types.ts'
import { useText } from '../language.tsx'
import { useFeed } from '../live/feed.ts'
import { useOutbox } from '../live/outbox.ts'
import { useLive } from '../live/stream.ts'
import { useSayTyping, useTypists } from '../live/typing.ts'
import { useToast } from '../toast.tsx'
import { ChatLog } from './chat-log.tsx'
import { Composer } from './composer.tsx'
import { useWhispers } from './whispers.ts'

/** How a visitor wants to be called and written to; said with each message, kept from the first. */
export interface Introduction {
  readonly name?: string
  readonly lang: Lang
}

interface CustomerChatProps {
  /** The customer's id, which is also their room. */
  customer: string
  introduction?: Introduction
  /** What the desk calls itself here. */
  desk: string
  /** The desk no longer knows this customer. */
  onGone?(): void
}

export function CustomerChat({ customer, introduction, desk, onGone }: CustomerChatProps) {
  const t = useText()
  const live = useLive([customer], customer)
  const whispered = useWhispers(useToast())
  const feed = useFeed(live, { room: customer, as: customer }, whispered)
  const outbox = useOutbox(feed, customer, customer)
  const typists = useTypists(live, customer, customer)
  const sayTyping = useSayTyping(customer, customer)
  const gone = feed.error instanceof Problem && (feed.error.status === 404 || feed.error.status === 403)
  useEffect(() => {
    if (gone) onGone?.()
  }, [gone, onGone])

  return (
    <>
      <ChatLog
        me={customer}
        desk={desk}
        feed={feed}
        outbox={outbox}
        typists={typists}
        onChoose={(option) => void outbox.send({ ...introduction, text: option.label, choice: option.key })}
      />
      <Composer
        key={customer}
        name="customer"
        labels={{ input: t.customer.input, placeholder: t.customer.placeholder, send: t.customer.send, upload: t.customer.upload }}
        onSend={(text, files) => void outbox.send({ ...introduction, text, ...(files.length > 0 ? { files } : {}) })}
        onTyping={sayTyping}
      />
    </>
  )
}

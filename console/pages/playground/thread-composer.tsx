/**
 * Where one writes in a ticket's thread. A note stays in the team; a reply goes to the customer.
 *
 * The two never look alike: replying turns the field blue and says who will read it, and after each reply the
 * field is a note again, so that nobody tells a customer what was meant for a colleague.
 */
import { EditOutlined, SendOutlined } from '@ant-design/icons'
import { Button, type GetRef, Input } from 'antd'
import { useRef, useState } from 'react'
import type { FileRef } from '../api-types.ts'
import { useLook } from '../cards/look.ts'
import { PreviewView } from '../cards/preview-view.tsx'
import { AttachButton, AttachmentTray, useAttachments } from '../chat/attachments.tsx'
import { isSendKey, pastedFiles } from '../chat/keys.ts'
import { useText } from '../language.tsx'
import { wordedReply } from '../post-body.ts'

interface ThreadComposerProps {
  /** Of its ticket. */
  number: number
  as: string
  onSend(text: string, files: readonly FileRef[], reply: boolean): void
  /** `reply`: the customer may see that someone is typing. */
  onTyping(reply: boolean): void
}

type Mode = 'note' | 'reply'

export function ThreadComposer({ number, as, onSend, onTyping }: ThreadComposerProps) {
  const t = useText()
  const [text, setText] = useState('')
  const [mode, setMode] = useState<Mode>('note')
  const [waiting, setWaiting] = useState<Mode | null>(null)
  const attachments = useAttachments()
  const input = useRef<GetRef<typeof Input.TextArea>>(null)
  const said = wordedReply(text)
  const worded = said !== null
  const toCustomer = mode === 'reply' || worded
  const reply = (said ?? text).trim()
  const { shown } = useLook(number, 'reply', toCustomer && reply !== '' ? { as, input: { text: reply } } : null)
  const nothing = text.trim() === '' && attachments.items.length === 0

  const send = async (as: Mode): Promise<void> => {
    if (waiting !== null) return
    const said = text.trim()
    setText('')
    setMode('note')
    setWaiting(as)
    const files = await attachments.take()
    setWaiting(null)
    if (said !== '' || files.length > 0) onSend(said, files, as === 'reply')
  }

  /** A button sends what is written; with nothing written it only chooses the mode. */
  const press = (as: Mode): void => {
    if (!nothing) return void send(as)
    setMode(as)
    input.current?.focus()
  }

  return (
    <div className={toCustomer ? 'thread-composer to-customer' : 'thread-composer'}>
      <AttachmentTray attachments={attachments} />
      <Input.TextArea
        ref={input}
        data-testid="thread-input"
        aria-label={t.thread.input}
        placeholder={mode === 'reply' ? t.thread.replyPlaceholder : t.thread.notePlaceholder}
        variant="borderless"
        autoSize={{ minRows: 2, maxRows: 8 }}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          if (event.target.value !== '') onTyping(mode === 'reply' || wordedReply(event.target.value) !== null)
        }}
        onPaste={(event) => {
          const files = pastedFiles(event)
          if (files.length === 0) return
          event.preventDefault()
          attachments.add(files)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && mode === 'reply') {
            event.stopPropagation()
            setMode('note')
          }
          if (!isSendKey(event)) return
          event.preventDefault()
          if (!nothing) void send(mode)
        }}
      />
      {shown && <PreviewView preview={shown} beside />}
      <div className="thread-hint" aria-live="polite">
        {toCustomer ? t.thread.replyHint : t.thread.noteHint}
      </div>
      <div className="thread-buttons">
        <AttachButton attachments={attachments} label={t.room.file} testId="thread-upload" disabled={false} />
        <span className="grow" />
        <Button
          icon={<EditOutlined />}
          data-testid="thread-note"
          aria-pressed={!toCustomer}
          loading={waiting === 'note'}
          // With the reply word in front the desk would send it all the same: the button must not claim otherwise.
          disabled={worded && mode === 'note'}
          onClick={() => press('note')}
        >
          {nothing && mode === 'reply' ? t.thread.back : t.thread.note}
        </Button>
        <Button
          type="primary"
          icon={<SendOutlined />}
          data-testid="thread-reply"
          aria-pressed={toCustomer}
          loading={waiting === 'reply'}
          onClick={() => press('reply')}
        >
          {t.thread.reply}
        </Button>
      </div>
    </div>
  )
}

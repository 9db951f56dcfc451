/** Where a message is written: text, files, Enter. Used for the customer's chat and for a team room. */
import { ArrowUpOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'
import type { FileRef } from '../api-types.ts'
import { AttachButton, AttachmentTray, useAttachments } from './attachments.tsx'
import { isSendKey, pastedFiles } from './keys.ts'

export interface ComposerProps {
  /** Prefix of the test ids: `<name>-input`, `<name>-send`, `<name>-upload`. */
  name: 'customer' | 'room'
  labels: { readonly input: string; readonly placeholder: string; readonly send: string; readonly upload: string }
  disabled?: boolean
  onSend(text: string, files: readonly FileRef[]): void
  onTyping(): void
}

export function Composer({ name, labels, disabled = false, onSend, onTyping }: ComposerProps) {
  const [text, setText] = useState('')
  const [waiting, setWaiting] = useState(false)
  const attachments = useAttachments()
  const nothing = text.trim() === '' && attachments.items.length === 0

  const send = async (): Promise<void> => {
    if (nothing || waiting || disabled) return
    const said = text.trim()
    setText('')
    setWaiting(true)
    const files = await attachments.take()
    setWaiting(false)
    if (said !== '' || files.length > 0) onSend(said, files)
  }

  return (
    <div className="composer">
      <AttachmentTray attachments={attachments} />
      <div className="composer-row">
        <AttachButton attachments={attachments} label={labels.upload} testId={`${name}-upload`} disabled={disabled} />
        <Input.TextArea
          data-testid={`${name}-input`}
          aria-label={labels.input}
          placeholder={labels.placeholder}
          variant="borderless"
          autoSize={{ minRows: 1, maxRows: 6 }}
          value={text}
          disabled={disabled}
          onChange={(event) => {
            setText(event.target.value)
            if (event.target.value !== '') onTyping()
          }}
          onPaste={(event) => {
            const files = pastedFiles(event)
            if (files.length === 0) return
            event.preventDefault()
            attachments.add(files)
          }}
          onKeyDown={(event) => {
            if (!isSendKey(event)) return
            event.preventDefault()
            void send()
          }}
        />
        <Button
          type="primary"
          shape="circle"
          icon={<ArrowUpOutlined />}
          data-testid={`${name}-send`}
          aria-label={labels.send}
          disabled={nothing || disabled}
          loading={waiting}
          onClick={() => void send()}
        />
      </div>
    </div>
  )
}

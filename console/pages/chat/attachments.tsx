/** Files on their way into a message: uploaded as soon as they are chosen, shown until the message is sent. */
import { CloseOutlined, FileOutlined, LoadingOutlined, PictureOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { newId, uploadFile } from '../api.ts'
import type { FileRef } from '../api-types.ts'
import { useText } from '../language.tsx'
import { useToast } from '../toast.tsx'
import { isPicture } from './file-view.tsx'

interface Item {
  readonly id: string
  readonly name: string
  readonly preview: string | null
  readonly busy: boolean
  readonly upload: Promise<FileRef | null>
}

export interface Attachments {
  readonly items: readonly Item[]
  add(files: Iterable<File>): void
  remove(id: string): void
  /** Waits for what is still uploading and hands the files over; the tray is empty then. */
  take(): Promise<readonly FileRef[]>
}

export function useAttachments(): Attachments {
  const [items, setItems] = useState<readonly Item[]>([])
  const toast = useToast()
  const shown = useRef(items)
  shown.current = items
  const drop = (gone: readonly Item[]): void => {
    for (const item of gone) if (item.preview) URL.revokeObjectURL(item.preview)
    setItems((all) => all.filter((item) => !gone.some(({ id }) => id === item.id)))
  }
  useEffect(
    () => () => {
      for (const item of shown.current) if (item.preview) URL.revokeObjectURL(item.preview)
    },
    [],
  )

  return {
    items,
    add(files) {
      for (const file of files) {
        const id = newId()
        const upload = uploadFile(file).then(
          (ref) => {
            setItems((all) => all.map((item) => (item.id === id ? { ...item, busy: false } : item)))
            return ref
          },
          (error: unknown) => {
            toast.problem(error)
            setItems((all) => all.filter((item) => item.id !== id))
            return null
          },
        )
        const preview = isPicture(file.type) ? URL.createObjectURL(file) : null
        setItems((all) => [...all, { id, name: file.name, preview, busy: true, upload }])
      }
    },
    remove: (id) => drop(shown.current.filter((item) => item.id === id)),
    async take() {
      const taken = shown.current
      const files = await Promise.all(taken.map((item) => item.upload))
      drop(taken)
      return files.flatMap((file) => file ?? [])
    },
  }
}

export function AttachmentTray({ attachments }: { attachments: Attachments }) {
  const t = useText()
  if (attachments.items.length === 0) return null
  return (
    <ul className="tray">
      {attachments.items.map((item) => (
        <li key={item.id} className={item.busy ? 'tray-item busy' : 'tray-item'}>
          {item.preview ? (
            <img src={item.preview} alt={item.name} />
          ) : (
            <span className="tray-file" title={item.name}>
              <FileOutlined /> <span>{item.name}</span>
            </span>
          )}
          {item.busy && <LoadingOutlined className="tray-busy" aria-label={t.customer.uploading} />}
          <Button
            className="tray-remove"
            size="small"
            shape="circle"
            icon={<CloseOutlined />}
            aria-label={t.common.remove(item.name)}
            onClick={() => attachments.remove(item.id)}
          />
        </li>
      ))}
    </ul>
  )
}

interface AttachButtonProps {
  attachments: Attachments
  label: string
  testId: string
  disabled: boolean
}

/** The test id stands on the input itself, because that is what takes files. */
export function AttachButton({ attachments, label, testId, disabled }: AttachButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        className="visually-hidden"
        type="file"
        multiple
        accept="image/*,audio/*,application/pdf,.doc,.docx,.xls,.xlsx,.txt,.log,.zip,video/mp4"
        tabIndex={-1}
        aria-label={label}
        data-testid={testId}
        disabled={disabled}
        onChange={(event) => {
          attachments.add(event.target.files ?? [])
          event.target.value = ''
        }}
      />
      <Button
        type="text"
        shape="circle"
        icon={<PictureOutlined />}
        title={label}
        aria-label={label}
        disabled={disabled}
        onClick={() => input.current?.click()}
      />
    </>
  )
}

/** Files of a post: pictures as thumbnails that open large, anything else as a link to save. */
import { FileOutlined } from '@ant-design/icons'
import { Image } from 'antd'
import { fileUrl } from '../api.ts'
import type { FileRef } from '../api-types.ts'
import { useText } from '../language.tsx'

/** Only what a browser draws without running anything. */
const PICTURE = /^image\/(png|jpe?g|gif|webp|avif|bmp)$/i

export function isPicture(mime: string): boolean {
  return PICTURE.test(mime)
}

type Shown = Pick<FileRef, 'name' | 'mime'> & { readonly blob?: string; readonly state?: 'waiting' | 'failed' }

export function FileList({ files, size = 120 }: { files: readonly Shown[]; size?: number }) {
  const t = useText()
  if (files.length === 0) return null
  return (
    <div className="files">
      <Image.PreviewGroup>
        {files.map(({ name, mime, blob, state }) =>
          !blob ? (
            <span key={name} className="file-link">
              <FileOutlined /> <span>{state === 'failed' ? t.customer.fileFailed(name) : t.customer.fileWaiting(name)}</span>
            </span>
          ) : isPicture(mime) ? (
            <Image
              key={blob}
              className="thumb"
              src={fileUrl(blob)}
              alt={name || t.customer.picture}
              width={size}
              height={size}
              preview={{ cover: false }}
            />
          ) : (
            <a key={blob} className="file-link" href={fileUrl(blob)} download={name} aria-label={t.customer.openPicture(name)}>
              <FileOutlined /> <span>{name}</span>
            </a>
          ),
        )}
      </Image.PreviewGroup>
    </div>
  )
}

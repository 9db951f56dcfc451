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

export function FileList({ files, size = 120 }: { files: readonly Omit<FileRef, 'size'>[]; size?: number }) {
  const t = useText()
  if (files.length === 0) return null
  return (
    <div className="files">
      <Image.PreviewGroup>
        {files.map((file) =>
          isPicture(file.mime) ? (
            <Image
              key={file.blob}
              className="thumb"
              src={fileUrl(file.blob)}
              alt={file.name || t.customer.picture}
              width={size}
              height={size}
              preview={{ cover: false }}
            />
          ) : (
            <a
              key={file.blob}
              className="file-link"
              href={fileUrl(file.blob)}
              download={file.name}
              aria-label={t.customer.openPicture(file.name)}
            >
              <FileOutlined /> <span>{file.name}</span>
            </a>
          ),
        )}
      </Image.PreviewGroup>
    </div>
  )
}

/** Files of a post: pictures as thumbnails that open large, sound and film to play, and all but pictures as a link to save. */
import { FileOutlined } from '@ant-design/icons'
import { lazy, Suspense } from 'react'
import { fileUrl } from '../api.ts'
import type { FileRef } from '../api-types.ts'
import { useText } from '../language.tsx'

/** Only what a browser draws without running anything. */
const PICTURE = /^image\/(png|jpe?g|gif|webp|avif|bmp)$/i

export function isPicture(mime: string): boolean {
  return PICTURE.test(mime)
}

/** Played by the browser itself; the desk names these kinds by their bytes (kit/file-kind.ts). */
const SOUND = /^audio\/(mpeg|wav|ogg|x-m4a|aac)$/
const FILM = 'video/mp4'

/** Opening pictures large is a good deal of script: it comes with the first picture. */
const Pictures = lazy(() => import('./pictures.tsx').then(({ Pictures }) => ({ default: Pictures })))

type Shown = Pick<FileRef, 'name' | 'mime'> & { readonly blob?: string; readonly state?: 'waiting' | 'failed' }

export function FileList({ files, size = 120 }: { files: readonly Shown[]; size?: number }) {
  if (files.length === 0) return null
  const pictures = files.flatMap(({ blob, name, mime }) => (blob && isPicture(mime) ? [{ blob, name }] : []))
  return (
    <div className="files">
      {pictures.length > 0 && (
        <Suspense fallback={pictures.map(({ blob }) => <span key={blob} className="thumb" style={{ width: size, height: size }} />)}>
          <Pictures pictures={pictures} size={size} />
        </Suspense>
      )}
      {files
        .filter(({ blob, mime }) => !blob || !isPicture(mime))
        .map((file) => (
          <OtherFile key={file.blob ?? file.name} {...file} />
        ))}
    </div>
  )
}

function OtherFile({ name, mime, blob, state }: Shown) {
  const t = useText()
  if (!blob)
    return (
      <span className="file-link">
        <FileOutlined /> <span>{state === 'failed' ? t.customer.fileFailed(name) : t.customer.fileWaiting(name)}</span>
      </span>
    )
  return (
    <div className="file-part">
      {SOUND.test(mime) && (
        // biome-ignore lint/a11y/useMediaCaption: what a customer said has no captions; where it was heard, its words stand in the ticket
        <audio controls preload="none" src={fileUrl(blob)} aria-label={name} />
      )}
      {mime === FILM && (
        // biome-ignore lint/a11y/useMediaCaption: see above
        <video controls preload="metadata" src={fileUrl(blob)} aria-label={name} />
      )}
      <a className="file-link" href={fileUrl(blob)} download={name} aria-label={t.customer.saveFile(name)}>
        <FileOutlined /> <span>{name}</span>
      </a>
    </div>
  )
}

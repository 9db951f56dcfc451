/** Pictures of a post as thumbnails; one opens large, and leads to the others. */
import { Image } from 'antd'
import { fileUrl } from '../api.ts'
import { useText } from '../language.tsx'

export function Pictures({ pictures, size }: { pictures: readonly { readonly blob: string; readonly name: string }[]; size: number }) {
  const t = useText()
  return (
    <Image.PreviewGroup>
      {pictures.map(({ blob, name }) => (
        <Image
          key={blob}
          className="thumb"
          src={fileUrl(blob)}
          alt={name || t.customer.picture}
          width={size}
          height={size}
          preview={{ cover: false }}
        />
      ))}
    </Image.PreviewGroup>
  )
}

/** A whisper stands in the room as a grey line and is also shown once, because it answers what was just done. */
import { useCallback, useRef } from 'react'
import type { Post } from '../api-types.ts'
import type { Toast } from '../toast.tsx'

export function useWhispers(toast: Toast): (posts: readonly Post[]) => void {
  const said = useRef(new Set<string>())
  return useCallback(
    (posts: readonly Post[]) => {
      for (const post of posts) {
        if (post.kind !== 'whisper' || said.current.has(post.id)) continue
        said.current.add(post.id)
        const text: unknown = post.body['text']
        if (typeof text === 'string') toast[text.includes('\n') ? 'page' : 'info'](text)
      }
    },
    [toast],
  )
}

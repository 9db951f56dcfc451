/** A whisper stands in the room as a grey line and is also shown once, because it answers what was just done. */
import { useCallback, useRef } from 'react'
import type { Post } from '../api-types.ts'
import type { Toast } from '../toast.tsx'

/** How long after a form was refused its whisper may still be on its way. */
const TWIN_MS = 5_000

let refusedAt = Number.NEGATIVE_INFINITY
let asking = 0
const held: (() => void)[] = []

/**
 * Around the sending of a form, which answers its refusal or null: what is refused stands at the form, so its whisper
 * stays a line in the room and is not shown over it. It may come before the answer does.
 */
export async function answeredAtForm(send: () => Promise<string | null>): Promise<string | null> {
  asking++
  try {
    const refused = await send()
    if (refused !== null) refusedAt = Date.now()
    return refused
  } finally {
    asking--
    if (asking === 0) for (const say of held.splice(0)) say()
  }
}

function isRefusalOfForm(): boolean {
  const twin = Date.now() - refusedAt < TWIN_MS
  refusedAt = Number.NEGATIVE_INFINITY
  return twin
}

export function useWhispers(toast: Toast): (posts: readonly Post[]) => void {
  const said = useRef(new Set<string>())
  return useCallback(
    (posts: readonly Post[]) => {
      for (const post of posts) {
        if (post.kind !== 'whisper' || said.current.has(post.id)) continue
        said.current.add(post.id)
        const text: unknown = post.body['text']
        if (typeof text !== 'string') continue
        const say = (): void => {
          if (text.includes('\n')) toast.page(text)
          else if (!isRefusalOfForm()) toast.info(text)
        }
        if (asking > 0) held.push(say)
        else say()
      }
    },
    [toast],
  )
}

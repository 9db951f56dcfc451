/** Presses a card's button for a person. The result comes back as a redraw or a whisper; `say` at once if the desk has something to say. */
import { useCallback, useState } from 'react'
import { act, newId } from '../api.ts'
import type { NewAction } from '../api-types.ts'
import { useProblemText, useToast } from '../toast.tsx'

export interface Acting {
  /** Key of who presses. */
  readonly as: string
  /** The token being pressed now. */
  readonly busy: string | null
  press(token: string): Promise<void>
  /** Sends a form, and waits for what comes of it: null when it was taken, else what stands against it. */
  submit(token: string, input: Readonly<Record<string, string>>): Promise<string | null>
}

export function useActing(as: string, onDone?: () => void): Acting {
  const [busy, setBusy] = useState<string | null>(null)
  const toast = useToast()
  const textOf = useProblemText()
  const send = useCallback(
    async (token: string, form: Pick<NewAction, 'input' | 'wait'>): Promise<void> => {
      setBusy(token)
      try {
        const answer = await act({ id: newId(), as, token, ...form })
        if (answer.say) toast.info(answer.say)
        onDone?.()
      } finally {
        setBusy(null)
      }
    },
    [as, onDone, toast],
  )
  const press = useCallback((token: string) => send(token, {}).catch(toast.problem), [send, toast])
  const submit = useCallback(
    (token: string, input: Readonly<Record<string, string>>) => send(token, { input, wait: true }).then(() => null, textOf),
    [send, textOf],
  )
  return { as, busy, press, submit }
}

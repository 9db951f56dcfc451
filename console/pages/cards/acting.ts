/** Presses a card's button for a person. The result comes back as a redraw or a whisper; `say` at once if the desk has something to say. */
import { useCallback, useState } from 'react'
import { act, newId } from '../api.ts'
import { useToast } from '../toast.tsx'

export interface Acting {
  /** The token being pressed now. */
  readonly busy: string | null
  press(token: string, input?: Readonly<Record<string, string>>): Promise<boolean>
}

export function useActing(as: string, onDone?: () => void): Acting {
  const [busy, setBusy] = useState<string | null>(null)
  const toast = useToast()
  const press = useCallback(
    async (token: string, input?: Readonly<Record<string, string>>): Promise<boolean> => {
      setBusy(token)
      try {
        const answer = await act({ id: newId(), as, token, ...(input ? { input } : {}) })
        if (answer.say) toast.info(answer.say)
        onDone?.()
        return true
      } catch (error) {
        toast.problem(error)
        return false
      } finally {
        setBusy(null)
      }
    },
    [as, onDone, toast],
  )
  return { busy, press }
}

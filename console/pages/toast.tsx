/** A few words at the top of the window: what was done, or what the desk says went wrong. */
import { App } from 'antd'
import { useMemo } from 'react'
import { Problem } from './api.ts'
import { useText } from './language.tsx'

export interface Toast {
  good(text: string): void
  info(text: string): void
  /** What is asked for to be read, in several lines: it stays until it is put away. The first line is its title. */
  page(text: string): void
  /** Words a caught error for a person. */
  problem(error: unknown): void
}

/** The sentence of an error: the desk's own, or that it cannot be reached. */
export function useProblemText(): (error: unknown) => string {
  const t = useText()
  return useMemo(() => (error) => (error instanceof Problem && error.message !== '' ? error.message : t.common.unreachable), [t])
}

export function useToast(): Toast {
  const { message, modal } = App.useApp()
  const t = useText()
  const textOf = useProblemText()
  return useMemo(() => {
    const show = (type: 'success' | 'info' | 'error', text: string): void => {
      const content = (
        <span data-testid="toast" role={type === 'error' ? 'alert' : 'status'}>
          {text}
        </span>
      )
      void message.open({ type, content, duration: type === 'error' ? 6 : 4 })
    }
    return {
      good: (text) => show('success', text),
      info: (text) => show('info', text),
      page: (text) => {
        const [title, ...lines] = text.split('\n')
        const content = (
          <div className="told" data-testid="told">
            {lines.join('\n')}
          </div>
        )
        modal.info({ title, content, icon: null, width: 520, okText: t.common.close, maskClosable: true })
      },
      problem: (error) => show('error', textOf(error)),
    }
  }, [message, modal, t, textOf])
}

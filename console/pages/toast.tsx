/** A few words at the top of the window: what was done, or what the desk says went wrong. */
import { message } from 'antd'
import { createContext, lazy, type ReactNode, Suspense, useContext, useMemo, useState } from 'react'
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

const Told = lazy(() => import('./shell/told.tsx').then(({ Told }) => ({ default: Told })))
const ToastContext = createContext<Toast | null>(null)

/** The sentence of an error: the desk's own, or that it cannot be reached. */
export function useProblemText(): (error: unknown) => string {
  const t = useText()
  return useMemo(() => (error) => (error instanceof Problem && error.message !== '' ? error.message : t.common.unreachable), [t])
}

export function useToast(): Toast {
  const toast = useContext(ToastContext)
  if (!toast) throw new Error('useToast outside Toasts')
  return toast
}

/** Around all that may say something so. */
export function Toasts({ children }: { children: ReactNode }) {
  const [messages, holder] = message.useMessage({ maxCount: 3, top: 12 })
  const [told, setTold] = useState<string | null>(null)
  const textOf = useProblemText()
  const toast = useMemo<Toast>(() => {
    const show = (type: 'success' | 'info' | 'error', text: string): void => {
      const content = (
        <span data-testid="toast" role={type === 'error' ? 'alert' : 'status'}>
          {text}
        </span>
      )
      void messages.open({ type, content, duration: type === 'error' ? 6 : 4 })
    }
    return {
      good: (text) => show('success', text),
      info: (text) => show('info', text),
      page: setTold,
      problem: (error) => show('error', textOf(error)),
    }
  }, [messages, textOf])
  return (
    <ToastContext value={toast}>
      {holder}
      {children}
      {told !== null && (
        <Suspense fallback={null}>
          <Told text={told} onClose={() => setTold(null)} />
        </Suspense>
      )}
    </ToastContext>
  )
}

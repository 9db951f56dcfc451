/** An empty place that says what to do about it. */
import type { ReactNode } from 'react'

interface BlankProps {
  icon: ReactNode
  title: string
  text?: string
  children?: ReactNode
}

export function Blank({ icon, title, text, children }: BlankProps) {
  return (
    <div className="blank">
      <div className="blank-icon" aria-hidden="true">
        {icon}
      </div>
      <div className="blank-title">{title}</div>
      {text && <div className="blank-text">{text}</div>}
      {children && <div className="blank-actions">{children}</div>}
    </div>
  )
}

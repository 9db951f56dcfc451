/** The scrolling part of a chat, with a way back down when something new came in. */
import { ArrowDownOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useText } from '../language.tsx'
import { useStick } from './stick.ts'

interface LogBoxProps {
  label: string
  count: number
  place: string
  children: ReactNode
}

export function LogBox({ label, count, place, children }: LogBoxProps) {
  const t = useText()
  const stick = useStick(count, place)
  return (
    <div className="log-box">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div ref={stick.ref} className="log" role="log" aria-live="polite" aria-label={label} tabIndex={0} onScroll={stick.onScroll}>
        <div className="log-inner">{children}</div>
      </div>
      {stick.below && (
        <Button className="log-down" size="small" shape="round" icon={<ArrowDownOutlined />} onClick={stick.toBottom}>
          {t.customer.newPosts}
        </Button>
      )}
    </div>
  )
}

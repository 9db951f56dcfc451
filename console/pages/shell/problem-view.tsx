/** Instead of a page that could not be shown: what is wrong, and the one thing to do about it. */
import { InfoCircleOutlined, WarningOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Component, type ReactNode } from 'react'
import { Problem } from '../api.ts'
import { useText } from '../language.tsx'
import { useProblemText } from '../toast.tsx'
import { Blank } from './blank.tsx'

export function ProblemView({ error, again }: { error: unknown; again?: () => void }) {
  const t = useText()
  const textOf = useProblemText()
  const status = error instanceof Problem ? error.status : 0
  const signIn = status === 401
  return (
    <Blank icon={signIn ? <InfoCircleOutlined /> : <WarningOutlined />} title={signIn ? t.common.signInFirst : textOf(error)}>
      {signIn ? (
        <Button type="primary" href={`/login?next=${encodeURIComponent(location.pathname)}`}>
          {t.common.signIn}
        </Button>
      ) : (
        // What a role does not give, no second try gives.
        again &&
        status !== 403 && (
          <Button type="primary" onClick={again}>
            {t.common.again}
          </Button>
        )
      )}
    </Blank>
  )
}

function Broken() {
  const t = useText()
  return (
    <Blank icon={<WarningOutlined />} title={t.common.broken}>
      <Button type="primary" onClick={() => location.reload()}>
        {t.common.again}
      </Button>
    </Blank>
  )
}

/** A fault in one page must not leave a white window. */
export class Guard extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }

  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children
  }
}

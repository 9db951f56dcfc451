/** Above every page while the desk can take nothing in: why, and what still can be done. */
import { WarningOutlined } from '@ant-design/icons'
import { useEffect, useState } from 'react'
import { getReadiness } from '../api.ts'
import { useText } from '../language.tsx'

const WELL_MS = 20_000
const UNWELL_MS = 3_000

/** What the desk cannot work without and has not; null while it can work. A window nobody looks at does not ask. */
function useUnready(): 'disk' | 'database' | null {
  const [lacks, setLacks] = useState<'disk' | 'database' | null>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let left = false
    const look = async () => {
      clearTimeout(timer)
      // Where nothing answers at all the pages say so themselves.
      const found = document.hidden ? null : await getReadiness().catch(() => null)
      if (left) return
      if (found) setLacks(found.ready ? null : found.degraded.includes('disk') ? 'disk' : 'database')
      clearTimeout(timer)
      timer = setTimeout(() => void look(), found?.ready === false ? UNWELL_MS : WELL_MS)
    }
    const seen = () => void look()
    document.addEventListener('visibilitychange', seen)
    void look()
    return () => {
      left = true
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', seen)
    }
  }, [])
  return lacks
}

export function Unready() {
  const t = useText()
  const lacks = useUnready()
  if (lacks === null) return null
  return (
    <div className="unready" role="status" data-testid="unready">
      <WarningOutlined />
      <span>{t.unready[lacks]}</span>
    </div>
  )
}

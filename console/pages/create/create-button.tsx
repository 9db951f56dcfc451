/** Opens the form of a new ticket; the form itself is fetched when it is first wanted. */
import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useText } from '../language.tsx'
import type { Creating } from './create-form.tsx'

const CreateForm = lazy(() => import('./create-form.tsx').then((module) => ({ default: module.CreateForm })))

interface CreateButtonProps extends Omit<Creating, 'onClose'> {
  /** Only its sign; the words stand beside it where there is room. */
  small: boolean
  primary?: boolean
}

export function CreateButton({ small, primary = false, ...creating }: CreateButtonProps) {
  const t = useText()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button
        type={primary ? 'primary' : 'default'}
        icon={<PlusOutlined />}
        data-testid="create-button"
        aria-label={t.create.open}
        title={small ? t.create.open : ''}
        onClick={() => setOpen(true)}
      >
        {small ? null : t.create.open}
      </Button>
      <Suspense fallback={null}>{open && <CreateForm {...creating} onClose={() => setOpen(false)} />}</Suspense>
    </>
  )
}

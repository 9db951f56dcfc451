/** Opens the form of a new ticket; the form itself is fetched when it is first wanted. */
import { PlusOutlined } from '@ant-design/icons'
import { Button, Modal, Skeleton } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useReturnFocus } from '../hooks.ts'
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
      {open && <Opened {...creating} onClose={() => setOpen(false)} />}
    </>
  )
}

function Opened(creating: Creating) {
  useReturnFocus()
  const t = useText()
  const coming = (
    <Modal open width={600} title={t.create.open} footer={null} onCancel={creating.onClose}>
      <Skeleton active title={false} paragraph={{ rows: 6 }} />
    </Modal>
  )
  return (
    <Suspense fallback={coming}>
      <CreateForm {...creating} />
    </Suspense>
  )
}

/** Where one can go, on a phone: behind one button. */
import { MenuOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useText } from '../language.tsx'
import { go } from '../router.tsx'

interface PhoneMenuProps {
  places: readonly { readonly to: string; readonly label: string }[]
  here: readonly string[]
  /** Where somebody is signed in. */
  onLeave?(): void
}

const OUT = 'out'

export function PhoneMenu({ places, here, onLeave }: PhoneMenuProps) {
  const t = useText()
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      menu={{
        items: [...places.map(({ to, label }) => ({ key: to, label })), ...(onLeave ? [{ key: OUT, label: t.common.signOut }] : [])],
        selectedKeys: [...here],
        onClick: ({ key }) => (key === OUT ? onLeave?.() : go(key)),
      }}
    >
      <Button type="text" icon={<MenuOutlined />} aria-label={t.nav.menu} />
    </Dropdown>
  )
}

/** Several lines that somebody asked for: they stay until they are put away. The first is the title. */
import { Button, Modal } from 'antd'
import { useText } from '../language.tsx'

export function Told({ text, onClose }: { text: string; onClose(): void }) {
  const t = useText()
  const [title, ...lines] = text.split('\n')
  const close = (
    <Button type="primary" onClick={onClose}>
      {t.common.close}
    </Button>
  )
  return (
    <Modal open width={520} title={title} footer={close} onCancel={onClose}>
      <div className="told" data-testid="told">
        {lines.join('\n')}
      </div>
    </Modal>
  )
}

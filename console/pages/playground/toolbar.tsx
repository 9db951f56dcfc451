/** Above the rooms: who I am, and in the playground the two buttons that fill and empty it. */
import { ClearOutlined, ExperimentOutlined } from '@ant-design/icons'
import { Button, Modal, Tooltip } from 'antd'
import { useState } from 'react'
import { reset, seed } from '../api.ts'
import type { Desk } from '../api-types.ts'
import { useText } from '../language.tsx'
import { type LiveStream, useConnected } from '../live/stream.ts'
import { useToast } from '../toast.tsx'
import type { Choice } from './choice.ts'
import { Me, PersonaSelect } from './persona-select.tsx'

interface ToolbarProps {
  desk: Desk
  choice: Choice
  live: LiveStream | null
  phone: boolean
  seeding: Seeding
  onReset(): void
}

export interface Seeding {
  readonly busy: boolean
  run(): void
}

/** Seeds, then looks at the desk again a few times while the sample customers arrive. */
export function useSeeding(again: () => void): Seeding {
  const t = useText()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const run = async (): Promise<void> => {
    setBusy(true)
    try {
      const { customers } = await seed()
      toast.good(t.playground.seeded(customers))
      again()
      for (const pause of [1000, 3000, 7000]) setTimeout(again, pause)
    } catch (error) {
      toast.problem(error)
    } finally {
      setBusy(false)
    }
  }
  return { busy, run: () => void run() }
}

export function Toolbar({ desk, choice, live, phone, seeding, onReset }: ToolbarProps) {
  const t = useText()
  const toast = useToast()
  const [modal, modals] = Modal.useModal()
  const connected = useConnected(live)

  const askReset = (): void => {
    modal.confirm({
      title: t.playground.resetTitle,
      content: t.playground.resetText,
      okText: t.playground.resetYes,
      cancelText: t.common.cancel,
      okButtonProps: { danger: true, ...({ 'data-testid': 'reset-confirm' } as object) },
      onOk: async () => {
        try {
          await reset()
          toast.good(t.playground.resetDone)
          onReset()
        } catch (error) {
          toast.problem(error)
        }
      },
    })
  }

  // There the customer's own head says who I am.
  if (phone && choice.view === 'customer') return null
  return (
    <div className="toolbar">
      {modals}
      {!phone && <span className="toolbar-intro">{desk.open ? t.playground.intro : t.playground.rooms}</span>}
      {!phone && (
        <Tooltip title={t.live.hint}>
          <span className={connected ? 'live on' : 'live'} role="status">
            <i aria-hidden="true" /> {connected ? t.live.live : t.live.connecting}
          </span>
        </Tooltip>
      )}
      {!phone && <span className="grow" />}
      <span className="toolbar-me">
        {!phone && <span className="toolbar-label">{t.playground.iAm}</span>}
        {desk.me === null ? <PersonaSelect desk={desk} choice={choice} /> : choice.staff && <Me staff={choice.staff} />}
      </span>
      {desk.open && (
        <>
          <Tooltip title={phone ? t.playground.seed : ''}>
            <Button
              icon={<ExperimentOutlined />}
              data-testid="seed-button"
              aria-label={t.playground.seed}
              loading={seeding.busy}
              type={desk.seeded || desk.customers.length > 0 ? 'default' : 'primary'}
              onClick={seeding.run}
            >
              {phone ? null : t.playground.seed}
            </Button>
          </Tooltip>
          <Tooltip title={phone ? t.playground.reset : ''}>
            <Button icon={<ClearOutlined />} data-testid="reset-button" aria-label={t.playground.reset} onClick={askReset}>
              {phone ? null : t.playground.reset}
            </Button>
          </Tooltip>
        </>
      )}
    </div>
  )
}

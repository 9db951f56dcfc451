/** The small pieces tickets are drawn with, on cards and on pages alike. */
import { CheckCircleFilled, ClockCircleOutlined, PauseCircleOutlined, WarningFilled } from '@ant-design/icons'
import { Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { STATE_TONE } from '../../../bot/cards/card.ts'
import type { CardChip, CardLine, Mood, Priority, TicketPromise, TicketState, Tone } from '../api-types.ts'
import { useText } from '../language.tsx'
import { clock, span, toMs, useNow } from '../times.ts'

export function Chip({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`chip tone-${tone}`}>{children}</span>
}

export function Chips({ chips }: { chips: readonly CardChip[] }) {
  if (chips.length === 0) return null
  return (
    <div className="chips">
      {chips.map((chip, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: chips have no identity and are redrawn whole
        <Chip key={index} tone={chip.tone}>
          {chip.text}
        </Chip>
      ))}
    </div>
  )
}

export function PriorityChip({ priority }: { priority: Priority }) {
  const t = useText()
  return (
    <Tooltip title={t.card.priority[priority]}>
      <span className={`priority priority-${priority}`}>{priority}</span>
    </Tooltip>
  )
}

const FACES: Readonly<Record<Mood, string>> = { angry: '😠', unhappy: '🙁', neutral: '😐', happy: '😊' }

export function MoodFace({ mood }: { mood: Mood }) {
  const t = useText()
  return (
    <Tooltip title={t.card.mood[mood]}>
      <span className="mood" role="img" aria-label={t.card.mood[mood]}>
        {FACES[mood]}
      </span>
    </Tooltip>
  )
}

export function StateTag({ state }: { state: TicketState }) {
  const t = useText()
  return (
    <span className={`state tone-${STATE_TONE[state]}`} data-state={state}>
      <i aria-hidden="true" />
      {t.card.state[state]}
    </span>
  )
}

export function Lines({ lines }: { lines: readonly CardLine[] }) {
  if (lines.length === 0) return null
  return (
    <dl className="lines">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity and are redrawn whole
        <div key={index} className="line">
          <dt>{line.label}</dt>
          <dd>
            {line.due !== undefined ? (
              <DueLine due={line.due} />
            ) : (
              <span className={`value text-${line.tone ?? 'plain'}`}>
                <Resting on={line.words === line.value ? line.words : undefined}>{line.value}</Resting>
              </span>
            )}
            {line.words && line.words !== line.value && (
              <q className="words">
                <Resting on={line.words}>{line.words}</Resting>
              </q>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Marks the customer's own words. */
function Resting({ on, children }: { on: string | undefined; children: string }) {
  const t = useText()
  if (on === undefined) return children
  return (
    <Tooltip title={t.card.words}>
      <span className="heard-words" data-words={on}>
        {children}
      </span>
    </Tooltip>
  )
}

/** When a promise ends, in the reader's own time, and how long that still is. */
function DueLine({ due }: { due: number }) {
  const t = useText()
  const left = due - useNow()
  const time = span(left, t.card.days)
  return (
    <span className={`value ticking text-${left < 0 ? 'bad' : left < SOON_MS ? 'warn' : 'plain'}`}>
      {t.card.until(clock(due, t.common.day))} · {left < 0 ? t.card.late(time) : t.card.left(time)}
    </span>
  )
}

/** Counts down to a moment, and then up from it. */
export function Countdown({ due, label }: { due: number; label?: string }) {
  const t = useText()
  const left = due - useNow()
  const time = span(left, t.card.days)
  return (
    <span className={`promise tone-${left < 0 ? 'bad' : left < SOON_MS ? 'warn' : 'info'}`} role="timer" aria-live="off" title={label}>
      {left < 0 ? <WarningFilled /> : <ClockCircleOutlined />}
      <span className="ticking">{left < 0 ? t.card.late(time) : t.card.left(time)}</span>
    </span>
  )
}

/** The line of a card whose promise ends first. */
export function firstDue(lines: readonly CardLine[]): (CardLine & { readonly due: number }) | undefined {
  return lines.flatMap((line) => (line.due === undefined ? [] : { ...line, due: line.due })).sort((a, b) => a.due - b.due)[0]
}

export function Progress({ steps, at }: { steps: readonly string[]; at: number }) {
  const t = useText()
  return (
    <ol className="progress" aria-label={t.card.progress}>
      {steps.map((step, index) => (
        <li
          key={step}
          className={index < at ? 'done' : index === at ? 'now' : 'todo'}
          {...(index === at ? { 'aria-current': 'step' as const } : {})}
        >
          <span>{step}</span>
        </li>
      ))}
    </ol>
  )
}

const SOON_MS = 10 * 60_000

/**
 * The promise to look at: one already broken as long as nobody has taken the ticket, then the running one that
 * ends first, else a broken one, else a paused one.
 */
export function nextPromise(state: TicketState, promises: readonly TicketPromise[]): TicketPromise | undefined {
  const of = (wanted: TicketPromise['state']): TicketPromise | undefined =>
    promises.filter((promise) => promise.state === wanted).sort((a, b) => toMs(a.due) - toMs(b.due))[0]
  return (state === 'new' ? of('broken') : undefined) ?? of('running') ?? of('broken') ?? of('paused')
}

/** How long a promise still has; it ticks. */
export function PromiseClock({ promise, labelled = true }: { promise: TicketPromise; labelled?: boolean }) {
  const t = useText()
  const now = useNow()
  const left = toMs(promise.due) - now
  const { state } = promise
  const late = state === 'broken' || (state === 'running' && left < 0)
  const tone: Tone = late ? 'bad' : state === 'kept' ? 'good' : state === 'paused' ? 'plain' : left < SOON_MS ? 'warn' : 'info'
  const icon = late ? (
    <WarningFilled />
  ) : state === 'kept' ? (
    <CheckCircleFilled />
  ) : state === 'paused' ? (
    <PauseCircleOutlined />
  ) : (
    <ClockCircleOutlined />
  )
  const time = span(left, t.card.days)
  const words = late
    ? left < 0
      ? t.card.late(time)
      : t.card.promiseState.broken
    : state === 'running'
      ? t.card.left(time)
      : t.card.promiseState[state]
  return (
    <span className={`promise tone-${tone}`} role="timer" aria-live="off">
      {icon}
      {labelled && <span>{t.card.promise[promise.kind] ?? promise.kind}</span>}
      <span className="ticking">{words}</span>
    </span>
  )
}

/** “What just happened?”: the words a ticket rests on, the rule that sent it here, and all that followed. */
import { Drawer, Skeleton } from 'antd'
import { getWhy } from '../api.ts'
import type { Spent } from '../api-types.ts'
import { PHONE, useAsk, useMedia } from '../hooks.ts'
import { useLanguage } from '../language.tsx'
import { ProblemView } from '../shell/problem-view.tsx'
import { EventTimeline } from './event-timeline.tsx'
import { TurnView } from './turn-view.tsx'

export function WhyDrawer({ number, onClose }: { number: number; onClose(): void }) {
  const { t } = useLanguage()
  const phone = useMedia(PHONE)
  return (
    <Drawer
      open
      className="why-drawer"
      rootClassName="why-drawer"
      title={t.why.title(`T-${number}`)}
      size={phone ? '100%' : 560}
      onClose={onClose}
      closable={{ 'aria-label': t.common.close }}
    >
      <div className="why" data-testid="why-panel">
        <WhyBody number={number} />
        <h4>{t.why.timeline}</h4>
        <EventTimeline number={number} />
      </div>
    </Drawer>
  )
}

function WhyBody({ number }: { number: number }) {
  const { lang, t } = useLanguage()
  const { data, error, loading, again } = useAsk(`why ${number} ${lang}`, () => getWhy(number))
  if (loading) return <Skeleton active paragraph={{ rows: 6 }} />
  if (!data) return <ProblemView error={error} again={again} />
  return (
    <>
      <h4>{t.why.heard}</h4>
      {data.turns.length === 0 ? <p className="quiet">{t.why.noTurns}</p> : <p className="quiet">{t.why.heardHint}</p>}
      {data.turns.map((turn) => (
        <TurnView key={turn.id} turn={turn} />
      ))}
      <h4>{t.why.rule}</h4>
      <div className="rule">
        <div>{data.rule.text}</div>
        <code>{data.rule.name}</code>
      </div>
      <h4>{t.why.basis}</h4>
      <dl className="lines basis">
        <div className="line">
          <dt>{t.why.config}</dt>
          <dd>{t.common.version(data.config)}</dd>
        </div>
        <div className="line">
          <dt>{t.why.model}</dt>
          <dd>{data.model}</dd>
        </div>
        {data.spent.calls > 0 && (
          <div className="line">
            <dt>{t.why.spent}</dt>
            <dd>{t.why.tokens(data.spent.tokensIn + data.spent.tokensOut, moneyOf(data.spent))}</dd>
          </div>
        )}
      </dl>
    </>
  )
}

/** The price behind the tokens, where one is set: a reading costs less than a cent. */
function moneyOf({ cost, currency }: Spent): string {
  return cost === null ? '' : ` · ${cost.toFixed(4)} ${currency ?? ''}`.trimEnd()
}

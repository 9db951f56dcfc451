/** One turn: the customer's own words with the parts marked that were understood, and what was made of them. */
import { CheckOutlined, StopOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useState } from 'react'
import type { WhyClaim, WhyTurn } from '../api-types.ts'
import { useText } from '../language.tsx'
import type { Texts } from '../texts/index.ts'
import { clock } from '../times.ts'
import { segmentsOf } from './segments.ts'

const percent = (confidence: number): string => `${Math.round(confidence * 100)}%`

function aboutText(t: Texts, about: string): string {
  const known: Partial<Record<string, string>> = t.why.about
  return known[about] ?? about
}

export function TurnView({ turn }: { turn: WhyTurn }) {
  const t = useText()
  const [active, setActive] = useState<WhyClaim | null>(null)
  return (
    <div className="turn">
      {turn.messages.map((message) => {
        const claims = turn.claims.filter((claim) => claim.message === message.id)
        return (
          <blockquote key={message.id} className="heard">
            <p>
              {segmentsOf(message.text, claims).map((piece) => {
                const resting = piece.claims.flatMap((index) => claims[index] ?? [])
                if (resting.length === 0) return piece.text
                const kept = resting.some((claim) => claim.kept)
                const lit = active !== null && resting.includes(active)
                return (
                  <Tooltip key={piece.start} title={resting.map((claim) => `${aboutText(t, claim.about)}: ${claim.text}`).join(' · ')}>
                    <mark className={`${kept ? 'kept' : 'dropped'}${lit ? ' lit' : ''}`}>{piece.text}</mark>
                  </Tooltip>
                )
              })}
            </p>
            <time>{clock(message.at, t.common.day)}</time>
          </blockquote>
        )
      })}
      <div className="section-label">{t.why.understood}</div>
      {turn.claims.length === 0 && <p className="quiet">{t.why.none}</p>}
      <ul className="claims">
        {turn.claims.map((claim, index) => {
          const words = turn.messages.find(({ id }) => id === claim.message)?.text.slice(claim.start, claim.end) ?? ''
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: claims have no id and never change
              key={index}
              className={claim.kept ? 'claim' : 'claim dropped'}
              onPointerEnter={() => setActive(claim)}
              onPointerLeave={() => setActive(null)}
            >
              {claim.kept ? <CheckOutlined aria-hidden="true" /> : <StopOutlined aria-hidden="true" />}
              <div className="claim-body">
                <div>
                  <span className="claim-about">{aboutText(t, claim.about)}</span> <span className="claim-text">{claim.text}</span>
                </div>
                {words !== '' && <q className="words">{words}</q>}
                {!claim.kept && <div className="quiet">{t.why.dropped}</div>}
              </div>
              <Tooltip title={t.why.confidence(percent(claim.confidence))}>
                <span className="sure" role="img" aria-label={t.why.confidence(percent(claim.confidence))}>
                  <i style={{ width: percent(claim.confidence) }} />
                </span>
              </Tooltip>
              <span className="sure-text">{percent(claim.confidence)}</span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

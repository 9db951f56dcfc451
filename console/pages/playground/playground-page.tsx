/** The whole desk in one window: a customer's phone on the left, the team at work on the right. */
import { Button, Result, Spin, Tabs } from 'antd'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { Desk } from '../api-types.ts'
import { useDesk } from '../desk.tsx'
import { PHONE, useMedia, useSteady } from '../hooks.ts'
import { useText } from '../language.tsx'
import { useRoomNews } from '../live/news.ts'
import { useLive } from '../live/stream.ts'
import { go } from '../router.tsx'
import { ProblemView } from '../shell/problem-view.tsx'
import { Shell } from '../shell/shell.tsx'
import { useChoice, type View } from './choice.ts'
import { CustomerPane } from './customer-pane.tsx'
import { StaffPane } from './staff-pane.tsx'
import { Toolbar, useSeeding } from './toolbar.tsx'

const WhyDrawer = lazy(() => import('../why/why-drawer.tsx').then((module) => ({ default: module.WhyDrawer })))

export function PlaygroundPage() {
  const t = useText()
  const { data, error, loading, again } = useDesk()
  if (loading) {
    return (
      <Shell>
        <div className="center">
          <Spin />
        </div>
      </Shell>
    )
  }
  if (!data) {
    return (
      <Shell>
        <ProblemView error={error} again={again} />
      </Shell>
    )
  }
  if (!data.open) {
    return (
      <Shell>
        <Result
          status="info"
          title={t.playground.closedTitle}
          subTitle={t.playground.closedText}
          extra={
            <Button type="primary" onClick={() => go('/tickets')}>
              {t.nav.tickets}
            </Button>
          }
        />
      </Shell>
    )
  }
  return <Playground desk={data} again={again} />
}

/** Customers may be added in another window; the list is small, so it is looked at now and then. */
const LOOK_AGAIN_MS = 15_000

function Playground({ desk, again }: { desk: Desk; again(): void }) {
  const t = useText()
  const phone = useMedia(PHONE)
  const choice = useChoice(desk)
  const [why, setWhy] = useState<number | null>(null)
  const [round, setRound] = useState(0)
  const seeding = useSeeding(again)
  const rooms = [...desk.teams.map((team) => team.room), desk.managerRoom]
  const live = useLive(rooms, choice.staff?.key ?? null)
  const news = useRoomNews(live, phone && choice.view === 'customer' ? null : choice.room)

  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) again()
    }, LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [again])

  // Also when another window did it. The panes start anew, so that nothing of before is left in them.
  const onReset = useSteady((): void => {
    setWhy(null)
    setRound((n) => n + 1)
    again()
  })
  useEffect(() => live?.listen((change) => change.type === 'reset' && onReset()), [live, onReset])

  const isNews = (view: View): boolean =>
    view === 'manager' ? news.has(desk.managerRoom) : view === 'team' && desk.teams.some(({ room }) => news.has(room))

  const customerPane = (
    <CustomerPane
      key={`customer ${round}`}
      desk={desk}
      choice={choice}
      seeding={seeding}
      onGone={again}
      onAdded={(id) => {
        again()
        choice.beCustomer(id)
      }}
    />
  )
  const staffPane = choice.staff && (
    <StaffPane
      key={`staff ${round}`}
      desk={desk}
      choice={choice}
      staff={choice.staff}
      live={live}
      phone={phone}
      news={news}
      onWhy={setWhy}
    />
  )

  return (
    <Shell fill>
      <div className="playground">
        <Toolbar desk={desk} choice={choice} live={live} phone={phone} seeding={seeding} onReset={onReset} />
        {phone && (
          <Tabs
            className="view-tabs"
            centered
            aria-label={t.playground.views}
            activeKey={choice.view}
            onChange={(key) => choice.pickView(key as View)}
            items={(['customer', 'team', 'manager'] as const).map((view) => ({
              key: view,
              label: (
                <span data-testid={`view-tab-${view}`}>
                  {t.playground[view]}
                  {isNews(view) && <i className="news" role="status" aria-label={t.card.fresh} />}
                </span>
              ),
            }))}
          />
        )}
        <div className={`panes side-${choice.side}`}>
          {phone ? (choice.view === 'customer' ? customerPane : staffPane) : null}
          {!phone && customerPane}
          {!phone && staffPane}
        </div>
      </div>
      <Suspense fallback={null}>{why !== null && <WhyDrawer number={why} onClose={() => setWhy(null)} />}</Suspense>
    </Shell>
  )
}

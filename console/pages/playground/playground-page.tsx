/**
 * The whole desk in one window: a customer's phone on the left, the team at work on the right. On a desk that is not
 * open, and has no customers to play, it is the team's rooms alone.
 */
import { Spin, Tabs } from 'antd'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { Desk } from '../api-types.ts'
import { useDesk } from '../desk.tsx'
import { PHONE, useMedia, useSteady } from '../hooks.ts'
import { useText } from '../language.tsx'
import { useRoomNews } from '../live/news.ts'
import { useLive } from '../live/stream.ts'
import { ProblemView } from '../shell/problem-view.tsx'
import { Shell } from '../shell/shell.tsx'
import { placesOf, useChoice, type View } from './choice.ts'
import { CustomerPane } from './customer-pane.tsx'
import { StaffPane } from './staff-pane.tsx'
import { Toolbar, useSeeding } from './toolbar.tsx'
import { useWanted } from './wanted.ts'

const WhyDrawer = lazy(() => import('../why/why-drawer.tsx').then((module) => ({ default: module.WhyDrawer })))

export function PlaygroundPage() {
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
  const wanted = useWanted(choice)
  const rooms = placesOf(desk, choice.staff).map(({ room }) => room)
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

  const views: readonly View[] = desk.open
    ? ['customer', 'team', 'manager']
    : rooms.includes(desk.managerRoom)
      ? ['team', 'manager']
      : ['team']
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
      wanted={wanted}
      onWhy={setWhy}
    />
  )

  return (
    <Shell fill>
      <div className="playground">
        <Toolbar desk={desk} choice={choice} live={live} phone={phone} seeding={seeding} onReset={onReset} />
        {phone && views.length > 1 && (
          <Tabs
            className="view-tabs"
            centered
            aria-label={t.playground.views}
            activeKey={choice.view}
            onChange={(key) => choice.pickView(key as View)}
            items={views.map((view) => ({
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
        <div className={`panes side-${choice.side}${desk.open ? '' : ' only-staff'}`}>
          {desk.open && (!phone || choice.view === 'customer') && customerPane}
          {(!phone || choice.view !== 'customer') && staffPane}
        </div>
      </div>
      <Suspense fallback={null}>{why !== null && <WhyDrawer number={why} onClose={() => setWhy(null)} />}</Suspense>
    </Shell>
  )
}

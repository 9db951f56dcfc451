/** The right side: the rooms of the teams and the manager, and the thread that is open. */
import { Button, Drawer, Tabs } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import { getPosts } from '../api.ts'
import type { Desk, Person } from '../api-types.ts'
import { Composer } from '../chat/composer.tsx'
import { useWhispers } from '../chat/whispers.ts'
import { CreateButton } from '../create/create-button.tsx'
import { useMedia, WIDE } from '../hooks.ts'
import { useLanguage } from '../language.tsx'
import { useFeed } from '../live/feed.ts'
import { useThreadNews } from '../live/news.ts'
import { useOutbox } from '../live/outbox.ts'
import type { LiveStream } from '../live/stream.ts'
import { useSayTyping, useTypists } from '../live/typing.ts'
import { labelIn } from '../texts/index.ts'
import { useToast } from '../toast.tsx'
import { belongs, type Choice, MANAGER_ROOM, placesOf } from './choice.ts'
import { Face } from './face.tsx'
import { RoomLog } from './room-log.tsx'
import { ThreadPanel } from './thread-panel.tsx'
import { useShowWanted } from './wanted.ts'

interface StaffPaneProps {
  desk: Desk
  choice: Choice
  staff: Person
  live: LiveStream | null
  phone: boolean
  /** Rooms with something new in them. */
  news: ReadonlySet<string>
  /** The ticket whose card and thread were asked for. */
  wanted: number | null
  onWhy(number: number): void
}

/** A whisper answering a button may stand in the card's thread, which need not be open; so long it is looked for there. */
const ANSWER_MS = 20_000

export function StaffPane({ desk, choice, staff, live, phone, news, wanted, onWhy }: StaffPaneProps) {
  const { t } = useLanguage()
  const wide = useMedia(WIDE)
  const [open, setOpen] = useState<{ room: string; thread: string } | null>(null)
  const { room, place } = choice
  const as = staff.key
  const whispered = useWhispers(useToast())
  const feed = useFeed(live, { room, as }, whispered)
  const outbox = useOutbox(feed, room, as)
  const typists = useTypists(live, room, as)
  const sayTyping = useSayTyping(room, as)

  const thread = open?.room === room ? open.thread : null
  const card = thread === null ? undefined : feed.posts.find(({ id }) => id === thread)
  const close = useCallback(() => setOpen(null), [])
  const threads = useThreadNews(live, room, thread)

  useShowWanted(wanted, feed.posts, (post) => setOpen({ room, thread: post }))

  const acted = useRef<{ thread: string; rev: number; at: number } | null>(null)
  const { rev } = feed
  const onActed = useCallback(
    (post: string) => {
      acted.current = { thread: post, rev: rev(), at: Date.now() }
      threads.acted(post)
    },
    [rev, threads.acted],
  )
  useEffect(
    () =>
      live?.listen((change) => {
        const last = acted.current
        if (change.type !== 'whisper' || change.room !== room || !last || last.thread === thread || Date.now() - last.at > ANSWER_MS) return
        getPosts(room, { as, thread: last.thread, after: last.rev }).then(
          ({ posts }) => whispered(posts),
          () => {},
        )
      }),
    [live, room, as, thread, whispered],
  )

  const panel = card && (
    <ThreadPanel
      key={card.id}
      live={live}
      place={{ room, as, thread: card.id }}
      card={card}
      onWhispers={whispered}
      onWhy={onWhy}
      onClose={close}
    />
  )

  return (
    <section className="staff-pane" aria-label={t.room.pane}>
      <RoomHead desk={desk} choice={choice} staff={staff} phone={phone} news={news} />
      {!belongs(staff, place) && <Stranger desk={desk} choice={choice} staff={staff} />}
      <div className="staff-body">
        <div className="room">
          <RoomLog
            feed={feed}
            outbox={outbox}
            place={place}
            room={room}
            as={as}
            typists={typists}
            thread={thread}
            fresh={threads.news}
            onActed={onActed}
            onThread={(post) => setOpen(post === thread ? null : { room, thread: post })}
            onWhy={onWhy}
          />
          <Composer
            key={room}
            name="room"
            labels={{ input: t.room.input, placeholder: t.room.placeholder, send: t.room.send, upload: t.room.file }}
            onSend={(text, files) => void outbox.send({ text, ...(files.length > 0 ? { files } : {}) })}
            onTyping={sayTyping}
          />
        </div>
        {wide && panel}
      </div>
      {!wide && (
        <Drawer
          open={panel !== undefined}
          onClose={close}
          closable={false}
          size={phone ? '100%' : 520}
          className="thread-drawer"
          destroyOnHidden
        >
          {panel}
        </Drawer>
      )}
    </section>
  )
}

type RoomHeadProps = Pick<StaffPaneProps, 'desk' | 'choice' | 'staff' | 'phone' | 'news'>

function RoomHead({ desk, choice, staff, phone, news }: RoomHeadProps) {
  const { lang, t } = useLanguage()
  const tabs = placesOf(desk, staff)
    .filter(({ team }) => team !== null || !phone)
    .map(({ place, room, team }) => ({ key: place, room, label: team ? labelIn(lang, team.labels, team.key) : t.room.manager }))
  if (phone && choice.place === MANAGER_ROOM) return null
  return (
    <div className="pane-head room-head">
      <div className="room-tabs" data-testid="room-tabs">
        <Tabs
          size={phone ? 'small' : 'medium'}
          aria-label={t.room.tabs}
          activeKey={choice.place}
          onChange={choice.pickPlace}
          items={tabs.map(({ key, room, label }) => ({
            key,
            label: (
              <span data-testid={`room-tab-${key}`}>
                {label}
                {news.has(room) && <i className="news" role="status" aria-label={t.card.fresh} />}
              </span>
            ),
          }))}
        />
      </div>
      <CreateButton as={staff} small={phone} given={choice.team === null ? {} : { team: choice.team.key }} />
      {choice.side === 'customer' && !phone && (
        <span className="acting-as">
          <Face id={staff.key} name={staff.name} size={24} />
          {staff.name}
        </span>
      )}
    </div>
  )
}

/** Someone looking into a room that is not theirs is told so, and offered to be someone whose it is. */
function Stranger({ desk, choice, staff }: { desk: Desk; choice: Choice; staff: Person }) {
  const { t } = useLanguage()
  const member = desk.agents.find((agent) =>
    choice.place === MANAGER_ROOM ? agent.role === 'manager' : agent.teams.includes(choice.place),
  )
  return (
    <div className="stranger" role="note">
      <span>{t.room.notMember(staff.name)}</span>
      {member && (
        <Button type="link" size="small" onClick={() => choice.pickStaff(member.key)}>
          {t.room.continueAs(member.name)}
        </Button>
      )}
    </div>
  )
}

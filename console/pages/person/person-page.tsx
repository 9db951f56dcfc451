/** Everything the desk could not finish by itself, with the two things a person can do about it. */
import { ApiOutlined, CheckCircleOutlined, MailOutlined, QuestionCircleOutlined, UserOutlined } from '@ant-design/icons'
import { Button, Popconfirm, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { getPersonItems, settlePersonItem } from '../api.ts'
import type { PersonItem } from '../api-types.ts'
import { Chip } from '../cards/card-parts.tsx'
import { useLanguage } from '../language.tsx'
import { Link } from '../router.tsx'
import { Blank } from '../shell/blank.tsx'
import { ProblemView } from '../shell/problem-view.tsx'
import { Shell } from '../shell/shell.tsx'
import { deliveryText } from '../texts/index.ts'
import { clock } from '../times.ts'
import { useToast } from '../toast.tsx'
import { usePages } from '../use-pages.ts'

const ICONS: Readonly<Record<PersonItem['kind'], ReactNode>> = {
  unparsed: <QuestionCircleOutlined />,
  delivery: <MailOutlined />,
  turn: <UserOutlined />,
  event: <ApiOutlined />,
}

export function PersonPage() {
  const { lang, t } = useLanguage()
  const pages = usePages(`person ${lang}`, getPersonItems)
  return (
    <Shell>
      <div className="page">
        <h1>{t.person.title}</h1>
        <p className="lead">{t.person.intro}</p>
        {pages.error !== undefined && pages.items.length === 0 ? (
          <ProblemView error={pages.error} again={pages.again} />
        ) : !pages.ready ? (
          <div className="sheet padded">
            <Skeleton active paragraph={{ rows: 5 }} title={false} />
          </div>
        ) : pages.items.length === 0 ? (
          <div className="sheet">
            <Blank icon={<CheckCircleOutlined />} title={t.person.empty} text={t.person.emptyText} />
          </div>
        ) : (
          <>
            <ul className="sheet person-list">
              {pages.items.map((item) => (
                <Item key={`${item.kind} ${item.id}`} item={item} onSettled={pages.again} />
              ))}
            </ul>
            {pages.hasMore && (
              <div className="list-end">
                <Button loading={pages.loading} onClick={pages.more}>
                  {t.common.more}
                </Button>
              </div>
            )}
          </>
        )}
      </div>
    </Shell>
  )
}

function Item({ item, onSettled }: { item: PersonItem; onSettled(): void }) {
  const { t } = useLanguage()
  const toast = useToast()
  const [busy, setBusy] = useState<'retry' | 'drop' | null>(null)
  const settle = async (what: 'retry' | 'drop'): Promise<void> => {
    setBusy(what)
    try {
      await settlePersonItem(item, what)
      toast.good(what === 'retry' ? t.person.retried : t.person.dropped)
      onSettled()
    } catch (error) {
      toast.problem(error)
    } finally {
      setBusy(null)
    }
  }
  return (
    <li className="person-item" data-testid={`person-${item.kind}-${item.id}`}>
      <span className="person-icon" aria-hidden="true">
        {ICONS[item.kind] ?? <QuestionCircleOutlined />}
      </span>
      <div className="person-main">
        <div className="person-what">{item.what}</div>
        <div className="person-why">{item.why}</div>
        <div className="person-meta">
          <span>{t.person.kind[item.kind] ?? item.kind}</span>
          <Chip tone="warn">{deliveryText(t, item.state)}</Chip>
          {item.ticket !== undefined && <Link to={`/tickets/${item.ticket}`}>{item.ticket}</Link>}
          <time>{clock(item.at, t.common.day)}</time>
        </div>
      </div>
      <div className="person-actions">
        <Button size="small" type="primary" ghost loading={busy === 'retry'} disabled={busy !== null} onClick={() => void settle('retry')}>
          {t.person.retry}
        </Button>
        <Popconfirm
          title={t.person.dropTitle}
          description={t.person.dropText}
          okText={t.person.drop}
          okButtonProps={{ danger: true }}
          cancelText={t.common.cancel}
          onConfirm={() => void settle('drop')}
        >
          <Button size="small" loading={busy === 'drop'} disabled={busy !== null}>
            {t.person.drop}
          </Button>
        </Popconfirm>
      </div>
    </li>
  )
}

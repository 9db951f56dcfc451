/** The people of the desk, and a link for each by which they sign in as themselves. */
import { CopyOutlined, LinkOutlined } from '@ant-design/icons'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { agentLink } from '../api.ts'
import type { Desk, Person } from '../api-types.ts'
import { useNames } from '../desk.tsx'
import { useText } from '../language.tsx'
import { Face } from '../playground/face.tsx'
import { clock } from '../times.ts'
import { useToast } from '../toast.tsx'

interface Given {
  readonly person: Person
  readonly url: string
  readonly until: string
}

export function People({ desk }: { desk: Desk }) {
  const t = useText()
  const names = useNames()
  const toast = useToast()
  const [given, setGiven] = useState<Given | null>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const give = async (person: Person): Promise<void> => {
    setBusy(person.key)
    try {
      const { path, until } = await agentLink(person.key)
      setGiven({ person, url: location.origin + path, until })
    } catch (error) {
      toast.problem(error)
    } finally {
      setBusy(null)
    }
  }
  return (
    <section className="sheet padded">
      <div>
        <h2>{t.settings.people}</h2>
        <p className="hint">{t.settings.peopleHint}</p>
      </div>
      <ul className="people">
        {desk.agents.map((person) => (
          <li key={person.key}>
            <Face id={person.key} name={person.name} />
            <span className="people-name">
              {person.name}
              <span className="hint">{[t.playground.roles[person.role], ...person.teams.map(names.team)].join(' · ')}</span>
            </span>
            <Button
              icon={<LinkOutlined />}
              data-testid={`link-${person.key}`}
              aria-label={t.settings.linkFor(person.name)}
              loading={busy === person.key}
              onClick={() => void give(person)}
            >
              {t.settings.link}
            </Button>
          </li>
        ))}
      </ul>
      {given && (
        <Modal open title={t.settings.linkFor(given.person.name)} footer={null} onCancel={() => setGiven(null)}>
          <div className="needs">
            <p>{t.settings.linkText(given.person.name, clock(given.until, t.common.day))}</p>
            <Input.TextArea
              readOnly
              autoSize
              data-testid="link-url"
              aria-label={t.settings.link}
              value={given.url}
              onFocus={(event) => event.target.select()}
            />
            {/* Without https a page may not write to the clipboard. */}
            {navigator.clipboard && (
              <Button
                type="primary"
                icon={<CopyOutlined />}
                onClick={() => void navigator.clipboard.writeText(given.url).then(() => toast.good(t.settings.copied), toast.problem)}
              >
                {t.settings.copy}
              </Button>
            )}
          </div>
        </Modal>
      )}
    </section>
  )
}

/** What the desk works with now: its configuration and its model, each with the button that renews it. */
import { ReloadOutlined, RocketOutlined } from '@ant-design/icons'
import { Button, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { getSettings, reloadConfig, retrain } from '../api.ts'
import type { Settings, When } from '../api-types.ts'
import { useDesk } from '../desk.tsx'
import { useAsk } from '../hooks.ts'
import { useLanguage } from '../language.tsx'
import { ProblemView } from '../shell/problem-view.tsx'
import { Shell } from '../shell/shell.tsx'
import { clock } from '../times.ts'
import { useToast } from '../toast.tsx'
import { People } from './people.tsx'

export function SettingsPage() {
  const { lang, t } = useLanguage()
  const { data, error, loading, again } = useAsk(`settings ${lang}`, getSettings)
  return (
    <Shell>
      <div className="page narrow">
        <h1>{t.settings.title}</h1>
        {loading ? (
          <Skeleton active paragraph={{ rows: 8 }} />
        ) : data ? (
          <Body settings={data} again={again} />
        ) : (
          <ProblemView error={error} again={again} />
        )}
      </div>
    </Shell>
  )
}

/** Training takes a while; its end is looked for at these times. */
const LOOK_MS = [3000, 8000, 20_000, 45_000]

function Body({ settings, again }: { settings: Settings; again(): void }) {
  const { t } = useLanguage()
  const toast = useToast()
  const desk = useDesk()
  const [busy, setBusy] = useState<'reload' | 'retrain' | null>(null)
  const when = (at: When | null, words: (text: string) => string): string => words(at === null ? t.settings.never : clock(at, t.common.day))
  const { config, model } = settings

  const run = async (what: 'reload' | 'retrain', call: () => Promise<unknown>): Promise<void> => {
    setBusy(what)
    try {
      await call()
    } catch (error) {
      toast.problem(error)
    } finally {
      setBusy(null)
    }
  }
  const reload = () =>
    run('reload', async () => {
      await reloadConfig()
      const { config: now } = await getSettings()
      toast.good(t.settings.reloaded(now.version))
      again()
      desk.again()
    })
  const train = () =>
    run('retrain', async () => {
      await retrain()
      toast.good(t.settings.retraining)
      for (const pause of LOOK_MS) setTimeout(again, pause)
    })

  return (
    <>
      <section className="sheet padded">
        <div className="section-head">
          <div>
            <h2>{t.settings.config}</h2>
            <p className="quiet">
              {t.common.version(config.version)} · {when(config.appliedAt, t.settings.applied)}
            </p>
          </div>
          <Button icon={<ReloadOutlined />} data-testid="reload-button" loading={busy === 'reload'} onClick={() => void reload()}>
            {t.settings.reload}
          </Button>
        </div>
        <div className="figures">
          <Figure label={t.settings.teams}>{settings.teams}</Figure>
          <Figure label={t.settings.agents}>{settings.agents}</Figure>
          <Figure label={t.settings.categories}>{settings.categories}</Figure>
        </div>
        <p className="hint">{t.settings.reloadHint}</p>
      </section>
      <section className="sheet padded">
        <div className="section-head">
          <div>
            <h2>{t.settings.model}</h2>
            <p className="quiet">
              {model.version} · {when(model.trainedAt, t.settings.trained)}
            </p>
          </div>
          <Button
            type="primary"
            icon={<RocketOutlined />}
            data-testid="retrain-button"
            loading={busy === 'retrain'}
            onClick={() => void train()}
          >
            {t.settings.retrain}
          </Button>
        </div>
        <div className="figures">
          <Figure label={t.settings.accuracy} hint={t.settings.accuracyHint}>
            {model.accuracy === null ? '–' : `${(model.accuracy * 100).toFixed(1)}%`}
          </Figure>
          <Figure label={t.settings.examples}>{model.examples}</Figure>
          <Figure label={t.settings.corrections}>{settings.corrections}</Figure>
        </div>
        {model.training && model.training.inUse !== null && (
          <p className="hint" data-testid="last-training">
            {t.settings[model.training.used ? 'trainingUsed' : 'trainingRefused'](
              clock(model.training.at, t.common.day),
              model.training.learned,
              `${(model.training.accuracy * 100).toFixed(1)}%`,
              `${(model.training.inUse * 100).toFixed(1)}%`,
            )}
          </p>
        )}
        <p className="hint">{t.settings.retrainHint}</p>
      </section>
      {desk.data?.open === false && desk.data.me === null && <People desk={desk.data} />}
    </>
  )
}

function Figure({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div className="figure">
      <div className="figure-value">{children}</div>
      <div className="figure-label">{label}</div>
      {hint && <div className="figure-hint">{hint}</div>}
    </div>
  )
}

/** Makes the Slack channel when its bot token is set. Slack's windows speak the language of the agent who opens them. */
import { isLang, type Lang } from '../bot/domain/lang.ts'
import type { Id } from '../bot/domain/ticket.ts'
import { ERRORS, type ErrorCode } from '../bot/errors.ts'
import { createForm, formErrors } from '../bot/instant.ts'
import type { Forms } from '../bot/ports/forms.ts'
import { texts } from '../bot/texts/index.ts'
import type { SlackChannel } from '../connectors/slack/slack-channel.ts'
import type { Log } from '../kit/log.ts'
import type { Blobs } from '../kit/ports/blobs.ts'
import type { Settings } from '../kit/settings.ts'
import type { Tokens } from '../kit/tokens.ts'
import type { ConfigStore } from '../storage/config-store.ts'
import type { Db } from '../storage/database.ts'
import { createUploads } from '../storage/outbound/uploads.ts'

export interface SlackParts {
  readonly settings: Pick<Settings, 'slackBotToken' | 'slackSigningSecret' | 'slackAppToken' | 'slackApiUrl' | 'slackPaceMs'>
  readonly db: Db
  readonly config: Pick<ConfigStore, 'current' | 'langOf'>
  readonly tokens: Tokens
  readonly blobs: Blobs
  readonly log: Log
  readonly forms: Forms
}

export async function makeSlack({ settings, db, config, tokens, blobs, log, forms }: SlackParts): Promise<SlackChannel | null> {
  const { slackBotToken: token, slackSigningSecret: signingSecret, slackAppToken: appToken, slackApiUrl: apiUrl } = settings
  if (token === null) return null
  const { createSlackChannel } = await import('../connectors/slack/slack-channel.ts')
  return createSlackChannel({
    token,
    signingSecret,
    appToken,
    apiUrl,
    paceMs: settings.slackPaceMs,
    tokens,
    blobs,
    uploads: createUploads(db),
    log,
    wordsOf: async (room) => texts(config.langOf(room)).slack,
    readerOf: async (account, user) => {
      const desk = config.current().config
      const { categories, lang: usual } = desk
      const known = await agentOf(db, account, user)
      const lang = known?.lang ?? usual
      return {
        words: texts(lang).slack,
        list: () => categories.map(({ key, labels }) => ({ key, label: labels[lang] })),
        form: (press) => forms.form(press, lang),
        preview: async (press, input) => (known ? forms.preview(press, input, known.id, lang) : null),
        staff: known !== null,
        createForm: (values) => createForm(desk, lang, values),
        formErrors: (values) => formErrors(desk, lang, values),
        say: ({ code, facts }) => texts(lang).errors[code in ERRORS ? (code as ErrorCode) : 'UNEXPECTED'].detail(facts),
      }
    },
  })
}

/** Whoever of ours that is; a language that is none of the desk's counts as the desk's own. */
async function agentOf(db: Db, account: string, user: string): Promise<{ readonly id: Id; readonly lang: Lang | null } | null> {
  const agent = await db.kysely
    .selectFrom('agent_identity as i')
    .innerJoin('agent as a', 'a.id', 'i.agent_id')
    .select(['a.id', 'a.lang'])
    .where('a.active', '=', true)
    .where('i.channel', '=', 'slack')
    .where('i.account', '=', account)
    .where('i.external', '=', user)
    .executeTakeFirst()
  return agent ? { id: agent.id, lang: isLang(agent.lang) ? agent.lang : null } : null
}

/** Makes the Slack channel when its bot token is set. Slack's windows speak the language of the agent who opens them. */
import { isLang, type Lang } from '../bot/domain/lang.ts'
import { ERRORS, type ErrorCode } from '../bot/errors.ts'
import { slack as en } from '../bot/texts/en/slack.ts'
import { texts } from '../bot/texts/index.ts'
import { slack as cn } from '../bot/texts/zh-CN/slack.ts'
import { slack as tw } from '../bot/texts/zh-TW/slack.ts'
import type { SlackChannel } from '../connectors/slack/slack-channel.ts'
import { createIds } from '../kit/ids.ts'
import type { Log } from '../kit/log.ts'
import type { Blobs } from '../kit/ports/blobs.ts'
import type { Settings } from '../kit/settings.ts'
import type { Tokens } from '../kit/tokens.ts'
import { type ConfigStore, createConfigStore } from '../storage/config-store.ts'
import type { Db } from '../storage/database.ts'

const WORDS: Readonly<Record<Lang, typeof en>> = { en, 'zh-CN': cn, 'zh-TW': tw }
/** Languages and labels change seldom; a press must be answered within three seconds. */
const FRESH_MS = 30_000

export interface SlackParts {
  readonly settings: Pick<Settings, 'slackBotToken' | 'slackSigningSecret' | 'slackAppToken' | 'slackApiUrl' | 'slackPaceMs'>
  readonly db: Db
  readonly tokens: Tokens
  readonly blobs: Blobs
  readonly log: Log
}

export async function makeSlack({ settings, db, tokens, blobs, log }: SlackParts): Promise<SlackChannel | null> {
  const { slackBotToken: token, slackSigningSecret: signingSecret, slackAppToken: appToken, slackApiUrl: apiUrl } = settings
  if (token === null) return null
  const { createSlackChannel } = await import('../connectors/slack/slack-channel.ts')
  const config = freshConfig(db)
  return createSlackChannel({
    token,
    signingSecret,
    appToken,
    apiUrl,
    paceMs: settings.slackPaceMs,
    tokens,
    blobs,
    log,
    wordsOf: async (room) => WORDS[(await config()).langOf(room)],
    readerOf: async (account, user) => {
      const { categories, lang: usual } = (await config()).current().config
      const lang = (await langOfAgent(db, account, user)) ?? usual
      return {
        words: WORDS[lang],
        list: () => categories.map(({ key, labels }) => ({ key, label: labels[lang] })),
        say: ({ code, facts }) => texts(lang).errors[code in ERRORS ? (code as ErrorCode) : 'UNEXPECTED'].detail(facts),
      }
    },
  })
}

async function langOfAgent(db: Db, account: string, user: string): Promise<Lang | null> {
  const agent = await db.kysely
    .selectFrom('agent_identity as i')
    .innerJoin('agent as a', 'a.id', 'i.agent_id')
    .select('a.lang')
    .where('i.channel', '=', 'slack')
    .where('i.account', '=', account)
    .where('i.external', '=', user)
    .executeTakeFirst()
  return agent && isLang(agent.lang) ? agent.lang : null
}

function freshConfig(db: Db): () => Promise<ConfigStore> {
  let read: { readonly store: Promise<ConfigStore>; readonly until: number } | null = null
  return () => {
    if (read === null || read.until < Date.now()) read = { store: createConfigStore(db, createIds()), until: Date.now() + FRESH_MS }
    const { store } = read
    store.catch(() => {
      read = null
    })
    return store
  }
}

import type { Lang } from '../../../bot/domain/lang.ts'
import { en } from './en.ts'
import { zhCN } from './zh-CN.ts'
import { zhTW } from './zh-TW.ts'

export type Texts = typeof en

export const TEXTS: Readonly<Record<Lang, Texts>> = { 'zh-CN': zhCN, 'zh-TW': zhTW, en }

/** In the order they are offered. */
export const LANGUAGES = Object.keys(TEXTS) as readonly Lang[]

/** Each language names itself. */
export const LANGUAGE_NAMES: Readonly<Record<Lang, string>> = { 'zh-CN': '简体中文', 'zh-TW': '繁體中文', en: 'English' }

/** A delivery's state, or that of work set aside, as people say it. */
export function deliveryText(t: Texts, state: string): string {
  const known: Partial<Record<string, string>> = t.common.deliveryState
  return known[state] ?? state
}

/** A label in the reader's language, else in any that has one. */
export function labelIn(lang: Lang, labels: Partial<Record<string, string>> | undefined, fallback: string): string {
  return labels?.[lang] ?? labels?.['en'] ?? Object.values(labels ?? {})[0] ?? fallback
}

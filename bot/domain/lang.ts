/** The languages every text a person reads exists in. */
export const LANGS = ['zh-CN', 'zh-TW', 'en'] as const
export type Lang = (typeof LANGS)[number]

/** One text per language. */
export type Labels = Readonly<Record<Lang, string>>

export function isLang(value: unknown): value is Lang {
  return LANGS.includes(value as Lang)
}

/** The language of the reader: chosen once, remembered, sent with every call. */
import dayjs from 'dayjs'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import 'dayjs/locale/zh-cn.js'
import 'dayjs/locale/zh-tw.js'
import type { Lang } from '../../bot/domain/lang.ts'
import { speakLanguage } from './api.ts'
import { languageOf } from './language-of.ts'
import { LANGUAGES, TEXTS, type Texts } from './texts/index.ts'

const KEY = 'relaydesk.lang'
const DAYJS = { en: 'en', 'zh-CN': 'zh-cn', 'zh-TW': 'zh-tw' } as const satisfies Record<Lang, string>

interface Language {
  readonly lang: Lang
  readonly t: Texts
  choose(lang: Lang): void
}

const LanguageContext = createContext<Language | null>(null)

function first(): Lang {
  const kept = localStorage.getItem(KEY)
  return LANGUAGES.find((lang) => lang === kept) ?? languageOf(navigator.language)
}

/** Set before children render, because their first fetch must already carry the language. */
function apply(lang: Lang): Lang {
  speakLanguage(lang)
  dayjs.locale(DAYJS[lang])
  document.documentElement.lang = lang
  return lang
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [lang, setLang] = useState(() => apply(first()))
  useEffect(() => {
    document.title = TEXTS[lang].title
  }, [lang])
  const value = useMemo<Language>(
    () => ({
      lang,
      t: TEXTS[lang],
      choose(next) {
        localStorage.setItem(KEY, next)
        setLang(apply(next))
      },
    }),
    [lang],
  )
  return <LanguageContext value={value}>{children}</LanguageContext>
}

export function useLanguage(): Language {
  const language = useContext(LanguageContext)
  if (!language) throw new Error('useLanguage outside LanguageProvider')
  return language
}

/** The texts of the chosen language. */
export function useText(): Texts {
  return useLanguage().t
}

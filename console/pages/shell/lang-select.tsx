import { GlobalOutlined } from '@ant-design/icons'
import { useLanguage } from '../language.tsx'
import { LANGUAGE_NAMES, LANGUAGES } from '../texts/index.ts'

/** The browser's own list: every page has it, and it is there as soon as the page is. */
export function LangSelect() {
  const { lang, t, choose } = useLanguage()
  return (
    <label className="lang-select">
      <GlobalOutlined aria-hidden="true" />
      <select
        data-testid="lang-select"
        aria-label={t.nav.language}
        value={lang}
        onChange={({ target }) => choose(LANGUAGES.find((each) => each === target.value) ?? lang)}
      >
        {LANGUAGES.map((each) => (
          <option key={each} value={each} lang={each}>
            {LANGUAGE_NAMES[each]}
          </option>
        ))}
      </select>
    </label>
  )
}

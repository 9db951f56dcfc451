import { GlobalOutlined } from '@ant-design/icons'
import { Select } from 'antd'
import { useLanguage } from '../language.tsx'
import { LANGUAGE_NAMES, LANGUAGES } from '../texts/index.ts'

export function LangSelect() {
  const { lang, t, choose } = useLanguage()
  return (
    <Select
      className="lang-select"
      data-testid="lang-select"
      aria-label={t.nav.language}
      variant="borderless"
      prefix={<GlobalOutlined />}
      value={lang}
      onChange={choose}
      popupMatchSelectWidth={false}
      options={LANGUAGES.map((each) => ({
        value: each,
        label: <span lang={each}>{LANGUAGE_NAMES[each]}</span>,
        title: LANGUAGE_NAMES[each],
      }))}
    />
  )
}

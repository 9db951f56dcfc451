import type { ThemeConfig } from 'antd'
import type { Lang } from './api-types.ts'

/** Latin letters first, else Chinese fonts draw English quotes as wide as a character. */
const LATIN =
  'Inter, -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, "Liberation Sans", "DejaVu Sans"'
const SIMPLIFIED = '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC"'
const TRADITIONAL = '"PingFang TC", "Microsoft JhengHei", "Noto Sans CJK TC", "Noto Sans TC"'
const CHINESE: Readonly<Record<Lang, string>> = {
  'zh-CN': `${SIMPLIFIED}, ${TRADITIONAL}`,
  'zh-TW': `${TRADITIONAL}, ${SIMPLIFIED}`,
  en: `${SIMPLIFIED}, ${TRADITIONAL}`,
}

export const fontsOf = (lang: Lang): string => `"Relaydesk Emoji", ${LATIN}, ${CHINESE[lang]}, sans-serif`

/**
 * White and light blue, one accent. The same values stand as CSS variables in styles/base.css. All words have a contrast
 * of 4.5 or more on every ground they stand on (console/pages/contrast.test.ts).
 */
export const themeOf = (lang: Lang): ThemeConfig => ({
  token: {
    colorPrimary: '#0e68e8',
    colorPrimaryHover: '#0958d9',
    colorInfo: '#0e68e8',
    colorError: '#cf1322',
    colorErrorHover: '#a8071a',
    colorLink: '#1668dc',
    colorText: '#1b2a3d',
    colorTextSecondary: '#516176',
    colorTextTertiary: '#5f6f84',
    colorTextDescription: '#5f6f84',
    colorTextPlaceholder: '#66768a',
    colorBorder: '#d6e2f0',
    colorBorderSecondary: '#e6eef8',
    colorBgLayout: '#f4f8fd',
    colorBgMask: 'rgba(20, 45, 84, 0.32)',
    borderRadius: 10,
    controlHeight: 36,
    fontFamily: fontsOf(lang),
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    Select: { optionSelectedBg: '#e8f2ff' },
    Tabs: { horizontalMargin: '0' },
  },
})

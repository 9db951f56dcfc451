import type { ThemeConfig } from 'antd'

/** White and light blue, one accent. The same values stand as CSS variables in styles/base.css. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#1677ff',
    colorInfo: '#1677ff',
    colorLink: '#1668dc',
    colorText: '#1b2a3d',
    colorTextSecondary: '#5b6b80',
    colorTextPlaceholder: '#8593a5',
    colorBorder: '#d6e2f0',
    colorBorderSecondary: '#e6eef8',
    colorBgLayout: '#f4f8fd',
    colorBgMask: 'rgba(20, 45, 84, 0.32)',
    borderRadius: 10,
    controlHeight: 36,
    fontFamily:
      'Inter, "SF Pro Text", -apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "PingFang TC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", Roboto, "Helvetica Neue", Arial, sans-serif, "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji"',
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    Tabs: { horizontalMargin: '0' },
  },
}

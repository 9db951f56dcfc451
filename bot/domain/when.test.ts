import { describe, expect, it } from 'vitest'
import { clockText, parseWhen } from './when.ts'

/** Monday, 12 January 2026, 10:00 in China. */
const NOW = Date.UTC(2026, 0, 12, 2)
const CHINA = 'Asia/Shanghai'
const said = (text: string) => {
  const when = parseWhen(text, NOW, CHINA)
  return when && clockText(when.at, CHINA)
}

describe('a time as people say it', () => {
  it.each([
    ['2h', '2026-01-12 12:00'],
    ['in 90 minutes', '2026-01-12 11:30'],
    ['30 分钟', '2026-01-12 10:30'],
    ['半小时后', '2026-01-12 10:30'],
    ['两个小时', '2026-01-12 12:00'],
    ['一个半小时', '2026-01-12 11:30'],
    ['3天', '2026-01-15 10:00'],
    ['1 week', '2026-01-19 10:00'],
    ['明天 9 点', '2026-01-13 09:00'],
    ['明天下午三点半', '2026-01-13 15:30'],
    ['明天', '2026-01-13 09:00'],
    ['後天上午10點', '2026-01-14 10:00'],
    ['tomorrow 9am', '2026-01-13 09:00'],
    ['tomorrow at 14:30', '2026-01-13 14:30'],
    ['fri 14:30', '2026-01-16 14:30'],
    ['monday', '2026-01-19 09:00'],
    ['周三', '2026-01-14 09:00'],
    ['下周一 8点', '2026-01-19 08:00'],
    ['今晚', '2026-01-12 20:00'],
    ['18:00', '2026-01-12 18:00'],
    ['9点', '2026-01-13 09:00'],
    ['2026-02-01 8:15', '2026-02-01 08:15'],
  ])('“%s” is %s', (text, clock) => {
    expect(said(text)).toBe(clock)
  })

  it.each(['', 'soon', '3 pieces', 'today 8am', '200 days', '0h', 'the day', '25:00', '2026-01-11', '2026-02-30', '2026-13-01', 'history'])(
    '“%s” is none, or past',
    (text) => {
      expect(said(text)).toBeNull()
    },
  )

  it('leaves what stands behind it', () => {
    expect(parseWhen('明天 9 点 打电话给快递', NOW, CHINA)?.rest).toBe('打电话给快递')
    expect(parseWhen('2h call the courier', NOW, CHINA)?.rest).toBe('call the courier')
  })

  it('keeps to the clock of its zone where that jumps', () => {
    const before = Date.UTC(2026, 2, 7, 15)
    expect(clockText(parseWhen('tomorrow 9am', before, 'America/New_York')?.at ?? 0, 'America/New_York')).toBe('2026-03-08 09:00')
  })
})

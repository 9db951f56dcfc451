/** Row 79 of the fault catalogue: what a model writes leads nobody anywhere. */
import { describe, expect, it } from 'vitest'
import { deskConfig as config, countingMint, deskView } from '../../testing/fakes/fixture-desk.ts'
import { ticketOf, turnOf, viewOf } from '../../testing/fakes/fixture-turn.ts'
import { growthOf, LINEAR } from '../../testing/growth.ts'
import { decide } from '../desk.ts'
import type { Claim } from '../domain/claim.ts'
import { fold } from '../domain/fold.ts'
import { leadsElsewhere } from './foreign-links.ts'
import { verifyClaims } from './verify-claims.ts'

const HOSTS = ['evil.example', 'ev1l-shop.com', '10.66.66.1', 'еvil.com', 'xn--vil-pma.net', '恶意.中国'] as const
const SHAPES: readonly ((host: string) => string)[] = [
  (host) => `see https://${host}/?d=T-1024`,
  (host) => `SEE HTTPS://${host.toUpperCase()}/A`,
  (host) => `[track your parcel](https://${host}/p)`,
  (host) => `![](https://${host}/p.png?d=20260112345)`,
  (host) => `[parcel][1] [1]: https://${host}/p`,
  (host) => `<https://${host}/p>`,
  (host) => `<https://${host}/p|your refund>`,
  (host) => `<a href="https://${host}">refund</a>`,
  (host) => `<img src=//${host}/p.png>`,
  (host) => `go to ${host} now`,
  (host) => `去 ${host}/退款 填写`,
  (host) => `退款：www.${host}。`,
  (host) => `//${host}/a`,
  (host) => `ftp://${host}/a`,
  (host) => `data:text/html,<script src=//${host}>`,
  (host) => `javascript:location='//${host}'`,
  (host) => `mailto:a@${host}?body=T-1024`,
  (host) => `write to refund@${host}`,
  (host) => `https://shop.example/redirect?to=https%3A%2F%2F${host}`,
  (host) => `https://shop.example@${host}/a`,
  (host) => `ｈｔｔｐｓ：／／${host}／ａ`,
  (host) => `h\u200bttps://${host}/a`,
  (host) => `https:\u200b//${host}/a`,
  (host) => `slack://user?team=T&id=${host}`,
  (host) => `水壶漏水 ${host}:8080/a`,
]
const VECTORS = SHAPES.flatMap((shape) => HOSTS.map((host) => [shape(host), host] as const))
const SAID = '水壶漏水了，在 https://shop.example/kettle?id=7 买的，想退款'
const turn = turnOf(SAID)
const words = { message: 'm1', start: 0, end: 4 }
const understandingOf = (title: string, summary: string, view = viewOf()) => {
  const claims: readonly Claim[] = [
    { about: 'intent', matter: 0, intent: 'problem', confidence: 0.9, words },
    { about: 'title', matter: 0, title, summary, words },
  ]
  return verifyClaims(turn, claims, config, view, 'openai:attacker')
}

describe('fault 79: an address that a model made up', () => {
  it('comes as 150 vectors', () => expect(VECTORS).toHaveLength(150))

  it.each(VECTORS)('reaches no card, no room and no customer: %s', (vector, host) => {
    for (const [title, summary] of [
      [vector, '水壶漏水'],
      ['水壶漏水', vector],
    ] as const) {
      const understanding = understandingOf(title, summary)
      expect(understanding.dropped).toBe(1)
      expect(understanding.matters[0]?.title).toContain('水壶漏水了')
      const decision = decide(deskView(), { is: 'turn', turn, understanding }, countingMint())
      expect(decision.effects.length).toBeGreaterThan(0)
      expect(fold(JSON.stringify(decision.effects))).not.toContain(fold(host))
    }
  })

  it.each([
    '水壶漏水',
    'The kettle leaks, refund of $12.50 wanted by 5 p.m.',
    '水壶漏水.想退款',
    '3.5 升，v2.1 款，见 https://shop.example/kettle?id=7',
    'size 38.5 -> 39, A/B/C',
    'T-1024: 退款 <3 天',
  ])('is told from words that are none: %s', (title) => {
    expect(understandingOf(title, title)).toMatchObject({ dropped: 0, matters: [{ title }] })
  })

  it('may stay where the customer gave it before', () => {
    const before = ticketOf({ summary: { fact: 'f', value: '在 www.taobao.com 买的水壶' } })
    const summary = '在 www.taobao.com 买的水壶漏水，想退款'
    expect(understandingOf('水壶漏水', summary, viewOf({ tickets: [before] })).matters[0]?.summary).toBe(summary)
    expect(understandingOf('水壶漏水', summary).dropped).toBe(1)
  })

  it('is looked for in time that grows with the text', () => {
    for (const piece of ['a.b', '<a', '](', 'a:/', '1.1.1.', '恶.']) {
      expect(growthOf((text) => leadsElsewhere(text, () => ''), piece, 20_000)).toBeLessThan(LINEAR)
    }
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText } from '../testing/any-text.ts'
import { type ConfigError, describeErrors, type Problem } from './config-error.ts'
import { parseDeskConfig } from './parse-desk-config.ts'

const GOOD = `# a small shop
name: { zh-CN: 小店, zh-TW: 小店鋪, en: Small shop }
lang: zh-CN
fields:
  - key: order_no
    kind: order_no
    labels: { zh-CN: 订单号, zh-TW: 訂單編號, en: Order number }
  - key: remedy
    kind: choice
    labels: { zh-CN: 处理方式, zh-TW: 處理方式, en: Remedy }
    choices:
      - key: refund
        labels: { zh-CN: 退款, zh-TW: 退款, en: Refund }
        words: [退钱, money back]
      - key: exchange
        labels: { zh-CN: 换货, zh-TW: 換貨, en: Exchange }
        words: [换一个, replacement]
categories:
  - key: after-sales/quality
    labels: { zh-CN: 售后/质量, zh-TW: 售後/品質, en: After-sales/Quality }
    required: [order_no]
    optional: [remedy]
    priority: P3
  - key: complaint/service
    labels: { zh-CN: 投诉/服务, zh-TW: 客訴/服務, en: Complaints/Service }
    priority: P2
    complaint: true
otherCategory: complaint/service
teams:
  - key: after-sales
    labels: { zh-CN: 售后组, zh-TW: 售後組, en: After-sales }
    lang: zh-CN
    rooms:
      - { channel: web, account: desk, room: after-sales }
  - key: general
    labels: { zh-CN: 综合组, zh-TW: 綜合組, en: General }
    lang: en
    rooms:
      - { channel: web, account: desk, room: general }
managerRooms:
  - { channel: web, account: desk, room: managers }
agents:
  - key: lin
    name: 林晓
    role: lead
    lang: zh-CN
    teams: [after-sales, general]
    identities: [{ channel: web, account: desk, id: lin }]
  - key: emma
    name: Emma Clark
    role: agent
    lang: en
    teams: [general]
    identities: [{ channel: web, account: desk, id: emma }]
routing:
  - name: press
    when: { contains: [曝光, lawyer] }
    team: general
    priority: P1
  - name: broken
    when: { category: [after-sales/*] }
    team: after-sales
  - name: rest
    when: {}
    team: general
promises:
  - name: urgent
    priority: [P1]
    minutes: { first-response: 5, resolution: 240 }
  - name: other
    minutes: { first-response: 30.5, resolution: 2880 }
turn: { quietMs: 3000, longestMs: 12000, most: 50 }
reopenDays: 7
sureAbove: 0.5
`

function errorsOf(text: string): readonly ConfigError[] {
  const parsed = parseDeskConfig(text, 'desk.yaml')
  return 'errors' in parsed ? parsed.errors : []
}

/** GOOD with one passage changed; fails when the passage is not there, so that no case tests nothing. */
function changed(from: string, to: string): string {
  expect(GOOD).toContain(from)
  return GOOD.replace(from, () => to)
}

/** Line, counted from 1, on which `words` stand for the first time. */
function lineOf(text: string, words: string): number {
  expect(text).toContain(words)
  return text.slice(0, text.indexOf(words)).split('\n').length
}

describe('parseDeskConfig', () => {
  it('reads a good file into a configuration', () => {
    const parsed = parseDeskConfig(GOOD, 'desk.yaml')
    expect(parsed).toMatchObject({
      config: {
        name: { en: 'Small shop' },
        categories: [
          { key: 'after-sales/quality', required: ['order_no'], complaint: false },
          { key: 'complaint/service', required: [], optional: [], complaint: true },
        ],
        otherCategory: 'complaint/service',
        routing: [{ name: 'press', priority: 'P1' }, { name: 'broken' }, { name: 'rest', when: {} }],
        promises: [{ minutes: { resolution: 240 } }, { minutes: { 'first-response': 30.5 } }],
      },
    })
  })

  it('leaves out what the file leaves out, so that an absent condition never looks like an empty one', () => {
    const parsed = parseDeskConfig(GOOD, 'desk.yaml')
    expect('config' in parsed && Object.keys(parsed.config.routing[1] ?? {})).toEqual(['name', 'when', 'team'])
  })

  it('takes a last rule without “when” as one without conditions', () => {
    expect(errorsOf(changed('    when: {}\n', ''))).toEqual([])
  })

  it('reads a file with a byte order mark and Windows line ends, with the same lines', () => {
    expect(errorsOf(`\uFEFF${GOOD.replaceAll('\n', '\r\n')}`)).toEqual([])
    expect(errorsOf(`\uFEFF${changed('sureAbove: 0.5', 'sureAbove: 2').replaceAll('\n', '\r\n')}`)[0]?.line).toBe(lineOf(GOOD, 'sureAbove'))
  })

  const cases: readonly (readonly [title: string, problem: Problem, from: string, to: string, at: string, remedy?: RegExp])[] = [
    // keys and YAML
    ['a mistyped key', 'KEY_UNKNOWN', 'optional: [remedy]', 'optinal: [remedy]', 'optinal', /did you mean “optional”/],
    ['a key in another style', 'KEY_UNKNOWN', 'reopenDays: 7', 'reopen_days: 7', 'reopen_days', /did you mean “reopenDays”/],
    ['a mistyped condition', 'KEY_UNKNOWN', 'when: { contains:', 'when: { contain:', 'contain:', /did you mean “contains”/],
    ['a key nobody knows', 'KEY_UNKNOWN', 'lang: zh-CN\nfields', 'lang: zh-CN\nspeed: 1\nfields', 'speed', /use one of/],
    ['a key written twice', 'KEY_TWICE', 'reopenDays: 7', 'reopenDays: 7\nreopenDays: 8', 'reopenDays: 8'],
    [
      'a key written twice in a rule',
      'KEY_TWICE',
      '    team: after-sales\n',
      '    team: general\n    team: after-sales\n',
      '    team: after-sales\n  - name: rest',
    ],
    ['an alias', 'ALIAS_REFUSED', 'optional: [remedy]', 'optional: *more', '*more'],
    ['a tab', 'YAML_INVALID', '    priority: P3', '\tpriority: P3', '\tpriority', /spaces/],
    ['an open bracket', 'YAML_INVALID', 'required: [order_no]', 'required: [order_no', '    optional'],
    ['a second document', 'YAML_INVALID', 'reopenDays: 7', '---\nreopenDays: 7', '---', /one document/],
    ['a tag', 'YAML_INVALID', 'reopenDays: 7', 'reopenDays: !days 7', '!days', /“!”/],
    ['a list as a key', 'YAML_INVALID', 'reopenDays: 7', 'reopenDays: 7\n[a]: b', '[a]'],
    // values
    ['a missing key', 'VALUE_MISSING', '    role: agent\n', '', '  - key: emma'],
    ['a missing language', 'VALUE_MISSING', 'zh-CN: 售后组, zh-TW: 售後組, en', 'zh-CN: 售后组, en', 'zh-CN: 售后组'],
    ['a key without a value', 'VALUE_MISSING', 'teams: [general]', 'teams:', 'teams:\n    identities'],
    ['a whole part missing', 'VALUE_MISSING', 'turn: { quietMs: 3000, longestMs: 12000, most: 50 }\n', '', 'name: { zh-CN: 小店'],
    ['an empty list', 'VALUE_MISSING', 'contains: [曝光, lawyer]', 'contains: []', 'contains: []'],
    [
      'a choice field with an empty list',
      'VALUE_MISSING',
      GOOD.slice(GOOD.indexOf('    choices:'), GOOD.indexOf('categories:')),
      '    choices: []\n',
      'choices: []',
    ],
    ['an unknown language', 'VALUE_WRONG', 'lang: zh-CN\nfields', 'lang: zh-cn\nfields', 'lang: zh-cn', /did you mean “zh-CN”/],
    ['an unknown priority', 'VALUE_WRONG', 'priority: P3', 'priority: P5', 'P5', /“P1”, “P2”, “P3”, “P4”/],
    ['an unknown kind', 'VALUE_WRONG', 'kind: order_no', 'kind: orderno', 'orderno', /did you mean “order_no”/],
    ['an unknown role', 'VALUE_WRONG', 'role: agent', 'role: Agents', 'Agents', /did you mean “agent”/],
    ['a word where a list must be', 'VALUE_WRONG', 'required: [order_no]', 'required: order_no', 'required: order_no', /\[order_no\]/],
    ['a number where a text must be', 'VALUE_WRONG', 'id: emma }', 'id: 12345 }', 'id: 12345', /"12345"/],
    ['yes where true must be', 'VALUE_WRONG', 'complaint: true', 'complaint: yes', 'complaint: yes', /true or false/],
    ['a list where a map must be', 'VALUE_WRONG', 'turn: { quietMs: 3000, longestMs: 12000, most: 50 }', 'turn: [3000]', 'turn: [3000]'],
    // texts
    ['an empty text', 'TEXT_EMPTY', 'en: Small shop', 'en: ""', 'name: { zh-CN: 小店'],
    ['a blank text', 'TEXT_EMPTY', 'name: Emma Clark', 'name: "  "', 'name: "  "'],
    ['a text left out after the colon', 'TEXT_EMPTY', '换货, zh-TW: 換貨', '换货, zh-TW: ', '换货, zh-TW: '],
    ['a key with capitals', 'TEXT_WRONG', '- key: general', '- key: General', 'General', /small letters/],
    [
      'a category without a group',
      'TEXT_WRONG',
      'otherCategory: complaint/service',
      'otherCategory: service',
      'otherCategory: service',
      /group\/name/,
    ],
    ['a category of the group for chatter', 'TEXT_WRONG', '- key: after-sales/quality', '- key: none/quality', 'none/quality'],
    ['a character that cannot be stored', 'TEXT_WRONG', 'name: Emma Clark', 'name: "Emma\\0"', 'Emma\\0'],
    ['a label that is too long', 'TEXT_WRONG', 'en: Small shop', `en: ${'x'.repeat(76)}`, 'name: { zh-CN: 小店', /shorten/],
    ['a word nobody can see', 'TEXT_WRONG', 'contains: [曝光, lawyer]', 'contains: [曝光, "\\u200b"]', '\\u200b'],
    // numbers
    ['a negative number', 'NUMBER_WRONG', 'reopenDays: 7', 'reopenDays: -1', '-1', /above 0/],
    ['a promise of no time', 'NUMBER_WRONG', 'first-response: 5,', 'first-response: 0,', 'first-response: 0'],
    ['a number without end', 'NUMBER_WRONG', 'reopenDays: 7', 'reopenDays: .inf', '.inf'],
    ['half a message', 'NUMBER_WRONG', 'most: 50', 'most: 0.5', 'most: 0.5', /whole/],
    ['a certainty above 1', 'NUMBER_WRONG', 'sureAbove: 0.5', 'sureAbove: 50', 'sureAbove: 50'],
    ['a longest wait shorter than the quiet one', 'NUMBER_WRONG', 'longestMs: 12000', 'longestMs: 2000', 'longestMs: 2000'],
    ['a resolution promised before the response', 'NUMBER_WRONG', 'resolution: 240', 'resolution: 4', 'resolution: 4'],
    // names
    ['a field key given twice', 'NAME_TAKEN', '- key: remedy', '- key: order_no', '- key: order_no\n    kind: choice'],
    [
      'a category key given twice',
      'NAME_TAKEN',
      '- key: complaint/service',
      '- key: after-sales/quality',
      '- key: after-sales/quality\n    labels: { zh-CN: 投诉',
    ],
    [
      'a level there is not',
      'NAME_UNKNOWN',
      'when: { category: [after-sales/*] }',
      'when: { category: [after-sales/*], level: [vip] }',
      'level: [vip]',
    ],
    ['a team key given twice', 'NAME_TAKEN', '- key: general', '- key: after-sales', '- key: after-sales\n    labels: { zh-CN: 综'],
    ['an agent key given twice', 'NAME_TAKEN', '- key: emma', '- key: lin', '- key: lin\n    name: Emma'],
    ['a rule name given twice', 'NAME_TAKEN', '- name: rest', '- name: press', '- name: press\n    when: {}'],
    ['a promise name given twice', 'NAME_TAKEN', '- name: other', '- name: urgent', '- name: urgent\n    minutes'],
    ['a choice key given twice', 'NAME_TAKEN', '- key: exchange', '- key: refund', '- key: refund\n        labels: { zh-CN: 换'],
    ['a label two categories share', 'NAME_TAKEN', 'en: Complaints/Service', 'en: After-sales/Quality', 'zh-CN: 投诉'],
    [
      'one person on a platform named twice',
      'NAME_TAKEN',
      'id: emma }',
      'id: lin }',
      'identities: [{ channel: web, account: desk, id: lin }]\nrouting',
    ],
    ['a field both required and optional', 'NAME_TAKEN', 'optional: [remedy]', 'optional: [order_no]', 'optional: [order_no]'],
    ['a word that means two choices', 'NAME_TAKEN', 'words: [换一个, replacement]', 'words: [换一个, 退錢]', 'words: [换一个, 退錢]'],
    ['a field that does not exist', 'NAME_UNKNOWN', 'required: [order_no]', 'required: [oder_no]', 'oder_no', /did you mean “order_no”/],
    ['an agent in a team that does not exist', 'NAME_UNKNOWN', 'teams: [general]', 'teams: [genral]', 'genral', /did you mean “general”/],
    [
      'a rule to a team that does not exist',
      'NAME_UNKNOWN',
      '    team: after-sales',
      '    team: aftersale',
      'aftersale',
      /did you mean “after-sales”/,
    ],
    [
      'a rule for a group that does not exist',
      'NAME_UNKNOWN',
      'category: [after-sales/*]',
      'category: [after-sale/*]',
      'after-sale/*',
      /did you mean “after-sales\/\*”/,
    ],
    [
      'a promise for a category that does not exist',
      'NAME_UNKNOWN',
      '  - name: urgent\n',
      '  - name: urgent\n    category: [complaint/servce]\n',
      'servce',
      /complaint\/service/,
    ],
    [
      'another category that does not exist',
      'NAME_UNKNOWN',
      'otherCategory: complaint/service',
      'otherCategory: complaint/other',
      'otherCategory',
    ],
    // choices and rooms
    [
      'a choice field without choices',
      'CHOICES_MISSING',
      GOOD.slice(GOOD.indexOf('    choices:'), GOOD.indexOf('categories:')),
      '',
      'kind: choice',
    ],
    ['choices on a field of another kind', 'CHOICES_UNEXPECTED', 'kind: choice', 'kind: text', '    choices:'],
    [
      'a room two teams share',
      'ROOM_SHARED',
      'room: general',
      'room: after-sales',
      '      - { channel: web, account: desk, room: after-sales }\nmanagerRooms',
    ],
    // rules
    ['a last rule with conditions', 'CATCH_ALL_MISSING', 'when: {}', 'when: { lang: [en] }', '- name: rest'],
    ['a rule below one without conditions', 'RULE_NEVER_FITS', 'when: { contains: [曝光, lawyer] }', 'when: {}', '- name: broken'],
    [
      'a rule whose conditions stand above already',
      'RULE_NEVER_FITS',
      '  - name: rest',
      '  - name: twin\n    when: { category: [after-sales/*] }\n    team: general\n  - name: rest',
      '- name: twin',
    ],
    [
      'a rule whose category is covered by its group',
      'RULE_NEVER_FITS',
      '  - name: rest',
      '  - name: part\n    when: { category: [after-sales/quality], lang: [en] }\n    team: general\n  - name: rest',
      '- name: part',
    ],
    [
      'a rule whose words hold a word from above',
      'RULE_NEVER_FITS',
      '  - name: rest',
      '  - name: word\n    when: { contains: [MY LAWYER, 我要曝光] }\n    team: general\n  - name: rest',
      '- name: word',
    ],
    [
      'a rule that several above cover together',
      'RULE_NEVER_FITS',
      '  - name: rest',
      '  - name: p12\n    when: { priority: [P1, P2] }\n    team: general\n  - name: p34\n    when: { priority: [P3, P4] }\n    team: general\n  - name: late\n    when: { channel: [slack] }\n    team: general\n  - name: rest',
      '- name: late',
    ],
    [
      'a promise rule below one that fits all',
      'RULE_NEVER_FITS',
      '    minutes: { first-response: 30.5',
      '    minutes: { resolution: 9 }\n  - name: last\n    priority: [P4]\n    minutes: { first-response: 30.5',
      '- name: last',
    ],
    ['calm customers nothing is promised to', 'PROMISE_MISSING', '  - name: other\n', '  - name: other\n    mood: [angry]\n', 'promises:'],
    ['tickets nothing is promised for', 'PROMISE_MISSING', '  - name: other\n', '  - name: other\n    priority: [P2, P3]\n', 'promises:'],
  ]

  const rows = cases.map(([title, problem, from, to, at, remedy = /./]) => ({ title, problem, from, to, at, remedy }))
  it.each(rows)('names $title and its line', ({ problem, from, to, at, remedy }) => {
    const text = changed(from, to)
    const found = errorsOf(text).filter((error) => error.problem === problem)
    expect(found.map(({ line }) => line)).toContain(lineOf(text, at))
    expect(found.map((error) => error.remedy).join('\n')).toMatch(remedy)
  })

  const single = rows.filter(({ problem }) =>
    ['NAME_UNKNOWN', 'TEXT_EMPTY', 'NUMBER_WRONG', 'ROOM_SHARED', 'CHOICES_MISSING'].includes(problem),
  )
  it.each(single)('names nothing besides $title', ({ problem, from, to }) => {
    expect(errorsOf(changed(from, to)).map((error) => error.problem)).toEqual([problem])
  })

  it('tells all mistakes at once, in the order of the file', () => {
    const text = changed('en: Small shop', 'en: ""')
      .replace('required: [order_no]', 'required: [oder_no]')
      .replace('    team: after-sales', '    team: nobody')
      .replace('when: {}', 'when: { lang: [en] }')
      .replace('sureAbove: 0.5', 'sureAbove: 5')
    expect(errorsOf(text).map(({ problem }) => problem)).toEqual([
      'TEXT_EMPTY',
      'NAME_UNKNOWN',
      'NAME_UNKNOWN',
      'CATCH_ALL_MISSING',
      'NUMBER_WRONG',
    ])
  })

  it('does not blame a rule that can still fit', () => {
    const rules = [
      'when: { mood: [angry], lang: [en] }',
      'when: { mood: [angry] }',
      'when: { category: [complaint/service] }',
      'when: { contains: [law] }',
      'when: { channel: [slack] }',
    ]
    const text = changed(
      '  - name: rest',
      `${rules.map((when, i) => `  - name: r${i}\n    ${when}\n    team: general\n`).join('')}  - name: rest`,
    )
    expect(errorsOf(text)).toEqual([])
  })

  it('lets the last rule stand when the rules above leave nothing today, for the categories of tomorrow', () => {
    expect(errorsOf(changed('category: [after-sales/*]', 'category: [after-sales/*, complaint/*]'))).toEqual([])
  })
})

describe('hostile files', () => {
  it('an alias that would grow to gigabytes is refused before it grows', () => {
    const bomb = Array.from({ length: 30 }, (_, i) => `a${i}: &a${i} [${i === 0 ? 'lol' : `*a${i - 1}, *a${i - 1}`}]`).join('\n')
    expect(errorsOf(bomb).map(({ problem }) => problem)).toContain('ALIAS_REFUSED')
  })

  it('an alias that holds itself is refused', () => {
    expect(errorsOf('name: &a [*a]').map(({ problem }) => problem)).toEqual(['ALIAS_REFUSED'])
  })

  it('more than a megabyte is refused unread', () => {
    expect(errorsOf(`# ${'界'.repeat(400_000)}`)).toMatchObject([{ problem: 'TOO_LARGE', line: 1, column: 1 }])
  })

  it.each([
    ['', 'VALUE_MISSING'],
    ['# nothing', 'VALUE_MISSING'],
    ['just words', 'VALUE_WRONG'],
    ['[]', 'VALUE_WRONG'],
    ['__proto__: { lang: en }', 'KEY_UNKNOWN'],
    ['constructor: {}', 'KEY_UNKNOWN'],
    ['fields: [{ key: [[]] }, 1, null]\nteams: { a: 1 }\nrouting: [null]\npromises: 5\ncategories: [[]]', 'VALUE_WRONG'],
    ['- '.repeat(3000), 'YAML_INVALID'],
    ['{a: '.repeat(3000), 'YAML_INVALID'],
    [`x: "\u0000\u001b[31m"`, 'KEY_UNKNOWN'],
  ])('a strange file (case %$) is answered with errors', (text, problem) => {
    expect(errorsOf(text).map((error) => error.problem)).toContain(problem)
  })

  it('twenty thousand wrong keys are told in a list somebody can read', () => {
    const errors = errorsOf(Array.from({ length: 20_000 }, (_, i) => `k${i}:`).join('\n'))
    expect(errors.length).toBeGreaterThan(100)
    expect(errors.length).toBeLessThanOrEqual(1000)
  }, 60_000)

  it('any text gets an answer', () => {
    const piece = fc.oneof(
      anyText(),
      fc.constantFrom('\n', ': ', '- ', '[', ']', '{', '}', '&a ', '*a', '"', '|', '  ', 'when', 'routing:', 'fields:'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (parts) => errorsOf(parts.join('')).length > 0),
      { numRuns: 100 },
    )
  })

  it('a good file with a passage cut out or doubled gets an answer that names a line of the file', () => {
    const place = fc.nat({ max: GOOD.length })
    fc.assert(
      fc.property(place, fc.nat({ max: 60 }), fc.boolean(), (start, length, twice) => {
        const cut = GOOD.slice(start, start + length)
        const text = GOOD.slice(0, start) + (twice ? cut + cut : '') + GOOD.slice(start + length)
        const lines = text.split('\n').length
        return errorsOf(text).every(({ line, column }) => line >= 1 && line <= lines && column >= 1)
      }),
      { numRuns: 100 },
    )
  })
})

describe('describeErrors', () => {
  it('writes one line per error, in the form editors open', () => {
    const text = describeErrors(errorsOf(changed('optional: [remedy]', 'optinal: [remedy]')))
    expect(text).toBe('desk.yaml:22:5 categories[0].optinal: there is no key “optinal” here  → did you mean “optional”?')
  })

  it('shows nothing of a file that a terminal would obey', () => {
    const text = describeErrors(errorsOf(`"\\e[31mred\\u202e": 1`))
    expect(text).not.toContain('\u001b')
    expect(text).not.toContain('\u202e')
    expect(text).toContain('31mred')
  })
})

const LOOKUP = `
lookups:
  - key: shop
    labels: { zh-CN: 订单系统, zh-TW: 訂單系統, en: Shop }
    field: order_no
    url: https://shop.example/orders/{order_no}
    headers: { authorization: "Bearer \${LOOKUP_TOKEN}" }
    fields: { remedy: wish.0 }
`

describe('lookups', () => {
  it('are read, with a timeout of a second and a half unless told', () => {
    const parsed = parseDeskConfig(GOOD + LOOKUP, 'desk.yaml')
    expect('config' in parsed && parsed.config.lookups).toMatchObject([{ key: 'shop', timeoutMs: 1_500, fields: { remedy: 'wish.0' } }])
  })

  it.each([
    ['a field that does not exist', 'NAME_UNKNOWN', 'field: order_no', 'field: oder_no'],
    ['an answer for a field that does not exist', 'NAME_UNKNOWN', '{ remedy: wish', '{ remdy: wish'],
    ['an address without a place for the value', 'TEXT_WRONG', 'orders/{order_no}', 'orders'],
    ['an address with a place for another', 'TEXT_WRONG', 'orders/{order_no}', 'orders/{order_no}/{remedy}'],
    ['a value in the host', 'TEXT_WRONG', 'shop.example/', '{order_no}.example/'],
    ['a password in the address', 'TEXT_WRONG', 'shop.example/', 'me:word@shop.example/'],
    ['another scheme', 'TEXT_WRONG', 'https:', 'file:'],
    ['the desk’s own secrets in a header', 'TEXT_WRONG', 'LOOKUP_TOKEN', 'SESSION_SECRET'],
    ['a timeout nobody waits for', 'NUMBER_WRONG', '    fields:', '    timeoutMs: 60000\n    fields:'],
  ])('are refused with %s', (_, problem, from, to) => {
    expect(LOOKUP).toContain(from)
    expect(errorsOf(GOOD + LOOKUP.replace(from, to)).map((error) => error.problem)).toContain(problem)
  })
})

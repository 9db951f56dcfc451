/**
 * Makes sentences that hold private words, and sentences that hold only what looks like them (order numbers,
 * timestamps, serials, sums, versions). Everything is made up by rule, so it can be as many as wanted.
 */
import type { PrivateKind } from '../bot/domain/private-words.ts'
import { seededRandom } from '../models/seeded-random.ts'

export interface PrivateCase {
  readonly text: string
  /** What must be hidden; none in a sentence of look-alikes. */
  readonly secrets: readonly { readonly kind: PrivateKind; readonly start: number; readonly end: number }[]
}

type Random = () => number
type Maker = (random: Random) => string

const pick = <T>(random: Random, all: readonly T[]): T => all[Math.floor(random() * all.length)] as T
const digits = (random: Random, count: number): string => Array.from({ length: count }, () => Math.floor(random() * 10)).join('')
const two = (value: number): string => String(value).padStart(2, '0')
const between = (random: Random, least: number, most: number): number => least + Math.floor(random() * (most - least + 1))

const PROVINCES = ['110101', '310115', '440305', '330106', '510104', '420111', '610113', '350203', '210202', '130102', '650102', '460105']
const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙林郭何']
const GIVEN = ['伟', '芳', '小明', '建国', '雅婷', '志豪', '欣怡', '子轩', '丽', '俊杰']

function idCard(random: Random): string {
  const born = new Date(Date.UTC(between(random, 1945, 2015), between(random, 0, 11), between(random, 1, 28)))
  const body = `${pick(random, PROVINCES)}${born.toISOString().slice(0, 10).replaceAll('-', '')}${digits(random, 3)}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0)
  const number = body + '10X98765432'[sum % 11]
  const style = random()
  return style < 0.1 ? `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}` : style < 0.2 ? number.toLowerCase() : number
}

/** Digits with a last one that makes Luhn's sum right, or surely wrong. */
function luhn(body: string, right = true): string {
  const sum = [...body].reverse().reduce((total, one, i) => {
    const digit = Number(one) * (i % 2 === 0 ? 2 : 1)
    return total + (digit > 9 ? digit - 9 : digit)
  }, 0)
  return body + String((((10 - (sum % 10)) % 10) + (right ? 0 : 3)) % 10)
}

function card(random: Random): string {
  const [prefix, length] = pick(random, [
    ['622202', 19],
    ['621700', 19],
    ['622848', 19],
    ['625912', 16],
    ['622588', 16],
    ['4', 16],
    ['52', 16],
    ['37', 15],
  ] as const)
  const number = luhn(prefix + digits(random, length - prefix.length - 1))
  if (length === 15 || random() < 0.6) return number
  return (number.match(/.{1,4}/g) ?? []).join(random() < 0.7 ? ' ' : '-')
}

function phone(random: Random): string {
  const number = `1${pick(random, ['3', '4', '5', '6', '7', '8', '9'])}${digits(random, 9)}`
  return pick<Maker>(random, [
    () => number,
    () => number,
    () => number,
    () => `${number.slice(0, 3)} ${number.slice(3, 7)} ${number.slice(7)}`,
    () => `${number.slice(0, 3)}-${number.slice(3, 7)}-${number.slice(7)}`,
    () => `+86 ${number}`,
    () => `+86${number}`,
    () => `86-${number}`,
    () => [...number].map((one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)).join(''),
    (r) => `09${digits(r, 2)}-${digits(r, 3)}-${digits(r, 3)}`,
    (r) => `09${digits(r, 8)}`,
    (r) => `(${between(r, 201, 989)}) ${between(r, 200, 999)}-${digits(r, 4)}`,
    (r) => `+1 ${between(r, 201, 989)}-${between(r, 200, 999)}-${digits(r, 4)}`,
    (r) => `0${pick(r, ['10', '21', '755', '571'])}-${between(r, 2, 8)}${digits(r, 7)}`,
  ])(random)
}

function email(random: Random): string {
  const local = pick<Maker>(random, [
    (r) => `${pick(r, ['li', 'anna', 'wang.wei', 'j_smith', 'x-y'])}${digits(r, between(r, 0, 4))}`,
    (r) => digits(r, between(r, 6, 10)),
    (r) => `${pick(r, ['Sales', 'Kate', 'Ming'])}+${pick(r, ['shop', 'a1'])}`,
  ])(random)
  const address = `${local}@${pick(random, ['qq.com', '163.com', 'gmail.com', 'example.com.tw', 'mail.example.org', 'a-b.co.uk'])}`
  return random() < 0.05 ? address.replace('@', '＠') : address
}

const address: Maker = (r) =>
  pick<Maker>(r, [
    () =>
      `${pick(r, ['浙江省杭州市西湖区', '上海市浦东新区', '广东省深圳市南山区', '北京市朝阳区'])}${pick(r, ['文三路', '世纪大道', '科苑南路', '建国路'])}${between(r, 1, 999)}号${between(r, 1, 30)}栋${between(r, 101, 2999)}室`,
    () =>
      `${pick(r, ['台北市大安區', '新北市板橋區', '高雄市左營區'])}${pick(r, ['和平東路', '文化路', '博愛二路'])}${between(r, 1, 400)}號${between(r, 2, 20)}樓`,
    () => `${between(r, 1, 9999)} ${pick(r, ['Baker', 'Elm', 'Old Mill', 'King'])} ${pick(r, ['Street', 'Road', 'Ave', 'Lane'])}`,
  ])(r)
const name: Maker = (r) => pick(r, SURNAMES) + pick(r, GIVEN)

/** Sentences around a value; `@` is where it stands. */
const AROUND: Readonly<Record<PrivateKind, readonly string[]>> = {
  id: [
    '我的身份证号是@',
    '身份证@,麻烦核实',
    '實名認證用的證件號碼:@',
    'ID card number @',
    '@ 这个是我证件',
    '@',
    '证件@,名字没错',
    'my Chinese ID is @, please verify',
  ],
  card: [
    '退到这张卡 @ 谢谢',
    '卡号@工商银行',
    '銀行卡號:@',
    'My card @ was charged twice',
    '@是我的卡',
    'refund to @ please',
    '用@付的',
    '(@)',
  ],
  phone: [
    '我手机@',
    '电话:@,打之前发短信',
    '請打@找我',
    '@ 联系我',
    'call me at @',
    'My number is @.',
    '快递让他打@',
    '加我微信@',
    '@，急',
    'TEL:@',
    '是@不是以前那个',
    '号码换成@了',
  ],
  email: ['发到@谢谢', '邮箱@', '我的信箱是@,麻煩寄一下', 'send it to @.', '<@> is my address', '@，发票发这里'],
  address: ['地址:@', '寄到@就行', '收貨地址@', 'Ship it to @, thanks', 'my address is @'],
  name: ['我叫@,', '收件人:@ 电话没变', '姓名@'],
}

/** Each is no private word, however much it looks like one. */
const LOOK_ALIKES: readonly Maker[] = [
  (r) => `订单号${20_260_000 + between(r, 101, 1231)}${digits(r, 10)}没发货`,
  (r) => `訂單編號:${digits(r, between(r, 10, 19))}`,
  (r) => `order #${digits(r, between(r, 8, 16))} is late`,
  (r) => `Order number 1${between(r, 3, 9)}${digits(r, 9)}, where is it`,
  (r) => `订单号1${between(r, 3, 9)}${digits(r, 9)}`,
  (r) => `order ${between(r, 111, 114)}-${digits(r, 7)}-${digits(r, 7)}`,
  (r) => `快递单号SF${digits(r, 13)}`,
  (r) => `YT${digits(r, 13)}一直不动`,
  (r) => `运单号 ${pick(r, ['77', '43', '31'])}${digits(r, 12)}`,
  (r) => `时间戳 ${1_700_000_000 + between(r, 0, 90_000_000)}`,
  (r) => `error at ${1_700_000_000_000 + between(r, 0, 900_000_000)} in the log`,
  (r) =>
    `2026${two(between(r, 1, 12))}${two(between(r, 1, 28))}${two(between(r, 0, 23))}${two(between(r, 0, 59))}${two(between(r, 0, 59))} 下的单`,
  (r) => `2026-${two(between(r, 1, 12))}-${two(between(r, 1, 28))} ${two(between(r, 0, 23))}:${two(between(r, 0, 59))}`,
  (r) => `序列号 ${digits(r, 18)}`,
  (r) => `serial number SN${digits(r, 12)}`,
  (r) => `条码69${digits(r, 11)}`,
  (r) => luhn(`4${digits(r, 14)}`, false),
  (r) => `编号1${between(r, 3, 9)}${digits(r, 12)}`,
  (r) => `${pick(r, PROVINCES)}2026${between(r, 13, 99)}${digits(r, 6)}`,
  (r) => `SO-1${between(r, 3, 9)}${digits(r, 9)}`,
  (r) => `货号 1${between(r, 3, 9)}${digits(r, 9)} 有没有`,
  (r) => `hash ${digits(r, 4)}a1${between(r, 3, 9)}${digits(r, 9)}f`,
  (r) => `Amount 1${between(r, 3, 9)}${digits(r, 9)}元`,
  (r) => `税号9${digits(r, 14)}MA${between(r, 0, 9)}`,
  (r) => luhn(`62${digits(r, 13)}`, false),
  (r) => `扣了 ${between(r, 1, 99)},${digits(r, 3)}.${digits(r, 2)} 元`,
  (r) => `流水号${digits(r, between(r, 16, 28))}`,
  (r) => `transaction 42000${digits(r, 23)}`,
  (r) => `version ${between(r, 1, 20)}.${digits(r, 2)}.${digits(r, 3)}`,
  (r) => `192.168.${between(r, 0, 255)}.${between(r, 0, 255)}`,
  (r) => `T-${between(r, 1000, 9999)} 怎么样了`,
  (r) => `验证码${digits(r, 6)}`,
  (r) => `${between(r, 2, 9)}个人买了${between(r, 10, 99)}件 共${digits(r, 4)}块`,
  (r) => `图片 photo_${digits(r, 11)}@2x.png`,
  (r) => `@${pick(r, ['小助手', 'support', 'anna'])} 在吗`,
  (r) => `uuid ${digits(r, 8)}-e29b-41d4-a716-${digits(r, 12)}`,
  (r) => `https://shop.example/item/${digits(r, 12)}`,
  (r) => `400-${digits(r, 3)}-${digits(r, 4)} 打不通`,
]

const MAKERS: Readonly<Record<PrivateKind, Maker>> = { id: idCard, card, phone, email, address, name }

/** The same seed makes the same corpus. Half of the sentences hold a private word, every fifth of these two. */
export function privateCorpus(count: number, seed: number, kinds: readonly PrivateKind[]): readonly PrivateCase[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (): PrivateCase => {
    if (random() < 0.5) return { text: pick(random, LOOK_ALIKES)(random), secrets: [] }
    const first = saying(random, pick(random, kinds))
    if (random() < 0.6) return { text: first.text, secrets: [first.secret] }
    const gap = pick(random, ['\n', '。', '; '])
    if (random() < 0.5) return join(pick(random, LOOK_ALIKES)(random) + gap, first)
    const second = saying(random, pick(random, kinds))
    const offset = first.text.length + gap.length
    return {
      text: first.text + gap + second.text,
      secrets: [first.secret, { ...second.secret, start: second.secret.start + offset, end: second.secret.end + offset }],
    }
  })
}

function join(before: string, said: ReturnType<typeof saying>): PrivateCase {
  const { kind, start, end } = said.secret
  return { text: before + said.text, secrets: [{ kind, start: start + before.length, end: end + before.length }] }
}

function saying(random: Random, kind: PrivateKind) {
  const value = MAKERS[kind](random)
  const around = pick(random, AROUND[kind])
  const at = around.indexOf('@')
  return { text: around.replace('@', () => value), secret: { kind, start: at, end: at + value.length } }
}

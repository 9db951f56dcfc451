/** Names and addresses, where the customer says that it is one. Modest: a wrong name is worse than none. */
import { type Found, MOST_FOUND } from './found.ts'

const NAMES = [
  /(?:我叫|我的名字(?:是|叫)?|姓名|收件人|收货人|联系人|联络人|称呼)(?:改成|改为|是|为|叫)?[:\s]{0,3}([\p{Script=Han}·]{2,5}?)(?=[^\p{Script=Han}·]|$|的|电话|手机|地址)/gu,
  /\b(?:my (?:full )?name(?:'s| is)|recipient(?: is)?:?|name:)\s{0,3}([a-z][a-z'-]{1,20}(?: [a-z][a-z'-]{1,20}){0,2})(?=[^a-z' -]|$| and\b| my\b| i\b)/g,
  // As in a form, without a verb: “name Raji and phone …”.
  /\bname ((?!(?:of|on|is|for|in|and|to|the|as|was|were|please|changed?|correction|not|wrong|or|that|which|under|from|with|it|brand|by|has|my|your|a)\b)[a-z][a-z'-]{1,20}(?: (?!(?:and|address|mobile|phone|contact|email|ssn|card|account|my|order|policy|number)\b)[a-z][a-z'-]{1,20}){0,2})(?=$|[^a-z' -]| (?:and|address|mobile|phone|contact|email|ssn|card|account|my|order|policy|number)\b| \d)/g,
] as const
/** What comes behind an address in one breath with it. */
const AFTER_ADDRESS =
  '(?=\\s(?:and|but|my|i|is|was|it|please|thanks?|thank|ph|phone|mobile|contact|tel|e-?mail|name|ssn|card|credit|order|so|because|can|could|for|that|which|when|where|from|has|have|are)\\b|[^a-z0-9 ,#-]|$)'
const STREET =
  'street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct|way|place|pl|square|sq|highway|hwy|parkway|pkwy|circle|cir|terrace|trail|center|centre|crescent|plaza|expressway|loop'
/** Ms. Lee, Dr Brown: the title says that it is a name. */
const TITLED = /\b((?:mr|mrs|ms|miss|dr)\.? [a-z][a-z'-]{1,20})(?![a-z@])/g
const ADDRESSES = [
  /(?:地址|寄到|送到|发到|住在)(?:改成|改到|改为|换成|是|在|为)?[:\s]{0,3}([\p{Script=Han}a-z0-9-]{6,60})/gu,
  /(?<![\p{Script=Han}])([\p{Script=Han}]{2,8}(?:省|市|自治区|县|区)[\p{Script=Han}a-z0-9-]{2,40}(?:号|室|楼|栋|村|弄|巷|路|街|单元|层|城|苑|园)[0-9a-z-]{0,8}(?:号|室|楼)?)/gu,
  new RegExp(
    `\\b((?:no\\.? )?\\d{1,5} (?!(?:days?|hours?|minutes?|weeks?|months?|years?|times|items?|pieces?|of|am|pm)\\b)(?:(?:[a-z]+|\\d{1,3} ?(?:st|nd|rd|th)) ){1,4}(?:${STREET})\\b[a-z0-9 ,#-]{0,60}?)${AFTER_ADDRESS}`,
    'g',
  ),
  // Called one: then a house number is enough.
  new RegExp(
    `\\b(?:address|deliver(?:ed)? to|ship(?:ped)? to|live at)(?: is| to|:| will be| should be)* ((?:no\\.? )?\\d{1,5}[a-z]? (?=[a-z])[a-z0-9 ,#-]{4,80}?)${AFTER_ADDRESS}`,
    'g',
  ),
] as const
const PLACE = /[省市区县镇乡路街号室楼村巷弄栋]/

export function findNames(text: string): readonly Found[] {
  const said = NAMES.flatMap((pattern) => [...text.matchAll(pattern)].slice(0, MOST_FOUND).map((match) => toFound('name', match, 0.85)))
  if (said.length > 0) return said
  return [...text.matchAll(TITLED)].slice(0, MOST_FOUND).map((match) => toFound('name', match, 0.6))
}

export function findAddresses(text: string): readonly Found[] {
  const found: Found[] = []
  for (const pattern of ADDRESSES) {
    for (const match of text.matchAll(pattern)) {
      const one = toFound('address', match, 0.8)
      const chinese = /\p{Script=Han}/u.test(one.value)
      if (found.length >= MOST_FOUND) break
      if (chinese && !PLACE.test(one.value)) continue
      if (!found.some((other) => other.start < one.end && one.start < other.end)) found.push(one)
    }
  }
  return found
}

function toFound(kind: 'name' | 'address', match: RegExpExecArray, confidence: number): Found {
  const raw = match[1] ?? ''
  const value = raw.replace(/[\s,]+$/, '')
  const start = match.index + match[0].indexOf(raw)
  return { kind, value, start, end: start + value.length, confidence }
}

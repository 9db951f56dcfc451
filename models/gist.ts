/** A matter in the customer's own words: the clause that tells it for a title, all words for a summary. */
import { shorten } from '../bot/domain/shorten.ts'
import { findMood } from './local-mood.ts'
import { isChat } from './phrases.ts'
import { overlaps, type Said, type Span, wordsOf } from './said.ts'
import type { Sentence } from './split-matters.ts'

/** A title is short: 30 Chinese characters, or as much in letters. */
const TITLE = 30
const LATIN_TITLE = 60
const SUMMARY = 300
const CLAUSE = /(?:[^,，、。！？!?；;\n]|(?<=\d),(?=\d))+/g
const CONNECTOR = /^\W*(?:另外|还有|顺便|对了|also|besides|by the way|and|but|so|hi|hello)\W*$/
/** What stands beside a value and says only which. */
const LABEL =
  /订单(?:编)?号?|(?:快递|运|物流)?单号|编号|尾号|手机号?|电话|邮箱|地址|姓名|我叫|金额|花了|\b(?:order|tracking|parcel|phone|number|no|my|is|email|e-mail|address|name|and|the|id)\b/g
const GREETING = /^(?:你们?好|您好|hi|hello|hey|亲|请问|麻烦|那个|喂|good (?:morning|afternoon|evening))[\s,!.]*/

/** Clauses that only carry a value or a mood say less than the rest, and are left out while there is a rest. */
export function titleOf(gist: Sentence, values: readonly Span[]): string {
  const most = /\p{Script=Han}/u.test(gist.text) ? TITLE : LATIN_TITLE
  const clauses: (Span & { readonly plain: boolean })[] = []
  for (const match of gist.text.matchAll(CLAUSE)) {
    const start = gist.start + match.index
    const span = { start, end: start + match[0].length }
    if (isChat(match[0]) || CONNECTOR.test(match[0])) continue
    clauses.push({ ...span, plain: isPlain(match[0], span, values) })
  }
  const told = clauses.filter((one) => one.plain)
  const [first] = told.length > 0 ? told : clauses
  if (!first) return shorten(wordsOf(gist.said, gist), most)
  let title = clean(wordsOf(gist.said, first))
  for (const next of told.slice(1)) {
    const longer = `${title}${/\p{Script=Han}$/u.test(title) ? '，' : ', '}${wordsOf(gist.said, next)}`
    if (longer.length > most) break
    title = longer
  }
  return shorten(title, most)
}

/** Every message of the turn, in the order said. */
export function summaryOf(saids: readonly Said[]): string {
  const texts = saids.map((one) => shorten(one.text, SUMMARY).replace(/[。.；;，,\s]+$/, '')).filter((one) => one !== '')
  return shorten(texts.join(/\p{Script=Han}/u.test(texts.join('')) ? '；' : '; '), SUMMARY)
}

function isPlain(text: string, span: Span, values: readonly Span[]): boolean {
  const covered = values
    .filter((one) => overlaps(one, span))
    .reduce((sum, one) => sum + Math.min(one.end, span.end) - Math.max(one.start, span.start), 0)
  if (covered > 0 && text.replace(LABEL, '').replace(/[^\p{L}\p{N}]/gu, '').length - covered <= 3) return false
  const mood = findMood(text)
  return !(mood && text.trim().length <= mood.end - mood.start + 3)
}

function clean(words: string): string {
  const without = words.replace(new RegExp(GREETING.source, 'i'), '')
  return without.trim() === '' ? words : without
}

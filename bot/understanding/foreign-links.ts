/**
 * Whether words that a model made up lead somewhere. A title or a summary is shown to staff and told to customers, so an
 * address in it must be one that the customer gave; any other could carry what the model read to somebody else.
 */
import { fold } from '../domain/fold.ts'

const TLD = '(?:[a-z]{2,24}|xn--[a-z0-9-]{1,59}|中国|香港|台湾|公司|网络|рф)'
/** Everything a chat, a console or a browser may make a link, a picture or a call of; on folded text. */
const LEADS: readonly RegExp[] = [
  // https://…, also with what hides behind a name: slack://…
  /[a-z][a-z0-9+.-]{0,20}:\/\/?\S+/gu,
  /\b(?:data|javascript|vbscript|mailto|tel|sms|file|blob|about)\s?:\s?\S+/gu,
  /(?<![\w:])\/\/[\p{L}\p{N}]\S+/gu,
  // Markdown, inline and by reference; what follows is the target.
  /\]\s?[([:]\s?\S+/gu,
  // HTML and the brackets of Slack: <a …>, <https:…|text>, <!channel>, <@U1>.
  /<\s?[a-z!/@#][^>]*>?/gu,
  new RegExp(`(?:[\\p{L}\\p{N}_-]{1,63}[.。]){1,8}${TLD}(?![\\p{L}\\p{N}])(?:[:/?#]\\S*)?`, 'gu'),
  /(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?!\d)\S*/gu,
]

/** `text` is short. `said`: all that this customer has said of the matter; asked for only where there is something to look for. */
export function leadsElsewhere(text: string, said: () => string): boolean {
  const folded = fold(text)
  const leads = LEADS.flatMap((pattern) => [...folded.matchAll(pattern)].map(([words]) => words))
  if (leads.length === 0) return false
  const known = fold(said())
  return leads.some((words) => !known.includes(words))
}

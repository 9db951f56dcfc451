/** Where Slack keeps files. Our token, and our files, go to no other place, whatever an answer says. */
import { DeskError } from '../../bot/errors.ts'

/** Slack's own domains: sold by Slack to nobody, and without pages of others on them. */
const SLACK = /^(?:[a-z0-9-]+\.)*(?:slack\.com|slack-edge\.com|slack-files\.com|slack-gov\.com)$/

/** The address, when it is one of Slack's (or of the API that `apiUrl` names); CHANNEL_REJECTED otherwise. */
export function fileAddress(given: unknown, apiUrl: string | null): URL {
  const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : null
  if (url && isSlacks(url, apiUrl)) return url
  throw new DeskError('CHANNEL_REJECTED', { why: 'the file lies outside Slack', host: url?.host.slice(0, 100) ?? '' })
}

function isSlacks(url: URL, apiUrl: string | null): boolean {
  if (url.username !== '' || url.password !== '') return false
  if (apiUrl !== null && url.origin === new URL(apiUrl).origin) return true
  return url.protocol === 'https:' && url.port === '' && SLACK.test(url.hostname)
}

/** Slack's own notation, both ways: what a person typed as plain words, and our words so that they stay words. */

/**
 * The one escaping for everything Slack reads as mrkdwn. Without a raw `<` nothing is a mention, a broadcast or
 * a link, since `link_names` and `parse` stay off.
 */
export function escapeMrkdwn(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function readEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

export interface Words {
  readonly text: string
  /** Ids of people, in the order they are named. */
  readonly mentions: readonly string[]
}

/** Slack escapes what people type, so that a raw `<…>` is always Slack's own. */
export function readMrkdwn(mrkdwn: string): Words {
  const mentions: string[] = []
  const text = mrkdwn.replace(/<([^<>\n]+)>|[^<]+|</g, (part, token: string | undefined) =>
    token === undefined ? readEntities(part) : readToken(token, mentions),
  )
  return { text, mentions }
}

function readToken(token: string, mentions: string[]): string {
  const bar = token.indexOf('|')
  const target = readEntities(bar < 0 ? token : token.slice(0, bar))
  const label = bar < 0 ? null : readEntities(token.slice(bar + 1))
  switch (target[0]) {
    case '@':
      mentions.push(target.slice(1))
      return `@${label ?? target.slice(1)}`
    case '#':
      return `#${label ?? target.slice(1)}`
    case '!':
      return target.startsWith('!date') || target.startsWith('!subteam') ? (label ?? '') : `@${label ?? target.slice(1).split('^')[0]}`
    default:
      return label === null || target === label ? target : linked(target, label)
  }
}

/** Slack makes links of bare addresses, too; what was typed then is the label. */
function linked(target: string, label: string): string {
  return target.replace(/^(?:https?:\/\/|mailto:|tel:)/, '').replace(/\/$/, '') === label.replace(/\/$/, '')
    ? label
    : `${label} (${target})`
}

/** A message as a person sees it, and whom it calls: read as Slack's clients read it. */
type Json = Readonly<Record<string, unknown>>

/** Blocks are shown instead of the text where there are any. */
export function shownText({ text, blocks, mrkdwn }: Json): string {
  if (!Array.isArray(blocks) || blocks.length === 0) return readText(String(text ?? ''), mrkdwn !== false)
  const header = blocks.find((block: Json) => block['type'] === 'header') as Json | undefined
  if (header) return String((header['text'] as Json)['text'])
  return (blocks as readonly Json[])
    .filter((block) => block['type'] === 'rich_text')
    .map(wordsIn)
    .join('')
}

function wordsIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsIn).join('')
  if (typeof value !== 'object' || value === null) return ''
  const { type, text, user_id: user, elements } = value as Json
  if (type === 'text') return String(text)
  if (type === 'user') return `@${user}`
  return wordsIn(elements)
}

function readText(text: string, marks: boolean): string {
  const plain = marks ? text.replace(/[*_~`]/g, '') : text
  return plain.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

export interface Calls {
  /** People, groups and broadcasts a message would notify. */
  readonly notified: readonly string[]
  /** Addresses it would make into links. */
  readonly links: readonly string[]
}

/** Everything in a call's arguments that Slack would take for more than words. */
export function callsIn(args: Json): Calls {
  const notified: string[] = []
  const links: string[] = []
  const parseMrkdwn = (text: string) => {
    for (const [, token = ''] of text.matchAll(/<([^<>]*)>/g)) {
      if (/^(?:@|!(?!date))/.test(token)) notified.push(token)
      else links.push(token)
    }
    if (args['link_names'] === true || args['link_names'] === 'true' || (args['parse'] !== undefined && args['parse'] !== 'none'))
      for (const [name] of text.matchAll(/[@#][\p{L}\w.-]+/gu)) notified.push(name)
  }
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const inner of value) walk(inner)
      return
    }
    if (typeof value !== 'object' || value === null) return
    const { type, text, user_id: user, url } = value as Json
    if (type === 'mrkdwn') parseMrkdwn(String(text))
    if (type === 'user') notified.push(`@${user}`)
    if (type === 'broadcast' || type === 'usergroup') notified.push(String(type))
    if (type === 'link') links.push(String(url))
    for (const inner of Object.values(value)) walk(inner)
  }
  for (const key of ['text', 'initial_comment']) if (typeof args[key] === 'string') parseMrkdwn(args[key])
  walk(args['blocks'])
  return { notified, links }
}

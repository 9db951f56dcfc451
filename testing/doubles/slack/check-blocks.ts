/** Slack's own limits on what is posted, which the emulator does not keep. Answers the error Slack would, or null. */
type Json = Readonly<Record<string, unknown>>

const LIMITS: Readonly<Record<string, number>> = { header: 150, button: 75, section: 3_000, context: 3_000, option: 75 }

export function checkMessage(args: Json): string | null {
  const { text = '', blocks } = args
  if (String(text).length > 40_000) return 'msg_too_long'
  if (blocks === undefined) return null
  if (!Array.isArray(blocks) || blocks.length > 50) return 'invalid_blocks'
  if (JSON.stringify(blocks.map(textsOf)).length > 13_200) return 'msg_blocks_too_long'
  return checkBlocks(blocks) ? null : 'invalid_blocks'
}

export function checkView(view: Json): string | null {
  if (view['type'] === 'home')
    return Array.isArray(view['blocks']) && view['blocks'].length <= 100 && checkBlocks(view['blocks']) ? null : 'invalid_arguments'
  const { type, blocks, private_metadata: metadata = '', callback_id: callback = '' } = view
  const titles = ['title', 'submit', 'close'].every((key) => view[key] === undefined || isPlain(view[key], 24))
  const fits = String(metadata).length <= 3_000 && String(callback).length <= 255
  return type === 'modal' && titles && fits && Array.isArray(blocks) && blocks.length <= 100 && checkBlocks(blocks)
    ? null
    : 'invalid_arguments'
}

function checkBlocks(blocks: readonly Json[]): boolean {
  const ids = blocks.map((block) => block['block_id']).filter((id) => id !== undefined)
  return new Set(ids).size === ids.length && blocks.every(checkBlock)
}

function checkBlock(block: Json): boolean {
  const elements = (block['elements'] ?? []) as readonly Json[]
  switch (block['type']) {
    case 'divider':
      return true
    case 'header':
      return isPlain(block['text'], LIMITS['header'] ?? 0)
    case 'context':
      return elements.length > 0 && elements.length <= 10 && elements.every((each) => isText(each, LIMITS['context'] ?? 0))
    case 'section':
      return isText(block['text'] as Json, LIMITS['section'] ?? 0)
    case 'rich_text':
      return elements.length > 0 && elements.every((each) => ((each['elements'] ?? []) as readonly Json[]).every(checkPiece))
    case 'actions': {
      const actions = elements.map((each) => each['action_id'])
      return elements.length > 0 && elements.length <= 25 && new Set(actions).size === actions.length && elements.every(checkElement)
    }
    case 'input':
      return isPlain(block['label'], 2_000) && checkElement(block['element'] as Json)
    default:
      return false
  }
}

function checkPiece(piece: Json): boolean {
  if (piece['type'] === 'text') return typeof piece['text'] === 'string' && piece['text'] !== ''
  return ['user', 'date', 'link', 'broadcast', 'usergroup', 'channel', 'emoji'].includes(String(piece['type']))
}

function checkElement(element: Json): boolean {
  if (String(element['action_id'] ?? '').length > 255) return false
  switch (element['type']) {
    case 'button': {
      const confirm = element['confirm'] as Json | undefined
      const asked =
        !confirm ||
        (isPlain(confirm['title'], 100) && isPlain(confirm['text'], 300) && isPlain(confirm['confirm'], 30) && isPlain(confirm['deny'], 30))
      return (
        isPlain(element['text'], 75) &&
        String(element['url'] ?? '').length <= 3_000 &&
        String(element['value'] ?? '').length <= 2_000 &&
        asked
      )
    }
    case 'plain_text_input':
      return Number(element['max_length'] ?? 0) <= 3_000 && String(element['initial_value'] ?? '').length <= 3_000
    case 'static_select': {
      const groups = element['option_groups'] as readonly Json[] | undefined
      const lists = groups ? groups.map((group) => group['options']) : [element['options']]
      return lists.length <= 100 && lists.every((list) => isOptions(list))
    }
    default:
      return false
  }
}

function isOptions(list: unknown): boolean {
  if (!Array.isArray(list) || list.length === 0 || list.length > 100) return false
  return list.every((option: Json) => isPlain(option['text'], 75) && String(option['value']).length <= 150 && option['value'] !== '')
}

function isPlain(text: unknown, max: number): boolean {
  return (text as Json | undefined)?.['type'] === 'plain_text' && isText(text as Json, max)
}

function isText(text: Json | undefined, max: number): boolean {
  const words = text?.['text']
  return typeof words === 'string' && words.length > 0 && words.length <= max
}

/** The words of a block, without its structure. */
function textsOf(value: unknown): string {
  if (typeof value === 'string') return ''
  if (Array.isArray(value)) return value.map(textsOf).join('')
  if (typeof value !== 'object' || value === null) return ''
  return Object.entries(value)
    .map(([key, inner]) => (key === 'text' && typeof inner === 'string' ? inner : textsOf(inner)))
    .join('')
}

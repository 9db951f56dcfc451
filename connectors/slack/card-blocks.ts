/** A card as blocks of Slack. Its labels are worded already; people's words stay words. */
import type { Card, CardAction, CardLine, Tone } from '../../bot/cards/card.ts'
import { cutText } from '../../bot/domain/cut-text.ts'
import { ticketNumber } from '../../bot/domain/ticket.ts'
import type { Tokens } from '../../kit/tokens.ts'
import { writeButton } from './button.ts'
import { moreMenu } from './more-menu.ts'
import { signPress } from './press-token.ts'
import { type Block, bold, type Piece, piece, plain, quote, richText, saidBlocks, section } from './rich-text.ts'
import type { SlackWords } from './slack-options.ts'

export const MARK: Readonly<Record<Tone, string>> = { plain: '', good: '🟢 ', warn: '🟡 ', bad: '🔴 ', info: '🔵 ' }
const HEADER_MAX = 150
/** A field longer than this is read in the thread. */
const VALUE_MAX = 500
const LINES_MAX = 60
const ACTIONS_MAX = 25

export interface CardWriting {
  readonly tokens: Pick<Tokens, 'signAction'>
  readonly words: SlackWords
  /** The Slack channel it stands in. */
  readonly room: string
}

/** The one line a card is in notifications, and its heading. */
export function cardTitle(card: Card): string {
  return card.kind === 'ticket' ? `${ticketNumber(card.number)} · ${card.title}` : card.title
}

export function cardBlocks(card: Card, writing: CardWriting): readonly Block[] {
  const { progress } = card
  const steps = progress?.steps.flatMap((step, i): Piece[] => [
    ...(i > 0 ? [piece(' → ')] : []),
    i === progress.at ? bold(step) : piece(step),
  ])
  return [
    { type: 'header', text: plain(cardTitle(card), HEADER_MAX) },
    ...(card.chips.length > 0 ? [context(card.chips.map((chip) => `${MARK[chip.tone]}${chip.text}`))] : []),
    ...(card.text === '' ? [] : card.kind === 'reply' ? saidBlocks(card.text) : [richText([quote(card.text)])]),
    ...(card.lines.length > 0 ? [richText([section(card.lines.slice(0, LINES_MAX).flatMap(linePieces))])] : []),
    ...(steps ? [richText([section(steps)])] : []),
    ...(card.files.length > 0 ? [context(card.files.slice(0, 9).map((file) => `📎 ${file.name}`))] : []),
    ...actionBlocks(card, writing),
  ]
}

export function linePieces(line: CardLine, i: number): readonly Piece[] {
  const value = line.due === undefined ? piece(shortened(line.value)) : dateOf(line.due, line.value)
  const mark = line.tone === 'bad' || line.tone === 'warn' ? MARK[line.tone] : ''
  return [piece(`${i > 0 ? '\n' : ''}${mark}`), bold(labelled(line.label)), value]
}

/** Chinese has a colon of its own, as wide as its characters. */
function labelled(label: string): string {
  return /\p{Script=Han}$/u.test(label) ? `${label}：` : `${label}: `
}

/** Shown in each reader's own time. */
function dateOf(due: number, fallback: string): Piece {
  return { type: 'date', timestamp: Math.floor(due / 1000), format: '{date_short_pretty} {time}', fallback: fallback || '-' }
}

function shortened(value: string): string {
  const [first = ''] = cutText(value, { max: VALUE_MAX, unit: 'utf16' })
  return first.length < value.length ? `${first}…` : value
}

/** Slack takes ten elements in such a row. */
export function context(texts: readonly string[]): Block {
  return { type: 'context', elements: texts.slice(0, 10).map((text) => plain(text, 150)) }
}

function actionBlocks(card: Card, writing: CardWriting): readonly Block[] {
  const menu = moreMenu(card, writing.room, writing.tokens)
  const buttons = card.actions.filter(({ more }) => more === undefined).slice(0, ACTIONS_MAX - 1)
  const elements = [...buttons.map((action) => buttonOf(card, action, writing)), ...(menu ? [menu] : [])]
  return elements.length > 0 ? [{ type: 'actions', elements }] : []
}

function buttonOf(card: Card, action: CardAction, { tokens, words, room }: CardWriting): Block {
  const { ticket, version, message } = card
  const token = signPress(tokens, { action: action.action, ticket, version, room, ...(message === undefined ? {} : { message }) })
  return {
    type: 'button',
    action_id: action.action,
    text: plain(action.label, 75),
    value: writeButton(token, action),
    ...(action.style === 'default' ? {} : { style: action.style }),
    ...(action.confirm ? { confirm: confirmOf(action.label, action.confirm, words) } : {}),
  }
}

function confirmOf(label: string, text: string, words: SlackWords): Block {
  return { title: plain(label, 100), text: plain(text, 300), confirm: plain(label, 30), deny: plain(words.cancel, 30) }
}

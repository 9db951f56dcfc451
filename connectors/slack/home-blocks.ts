/** A home as Slack's App Home. Titles are people's words and stay words; what can be pressed carries a token of its own. */
import type { CardAction, CardChip } from '../../bot/cards/card.ts'
import type { CardPlace, Home, HomeRow } from '../../bot/cards/home.ts'
import type { Tokens } from '../../kit/tokens.ts'
import { writeButton } from './button.ts'
import { homeRoom, signPress } from './press-token.ts'
import { type Block, bold, type Piece, piece, plain, richText, section } from './rich-text.ts'

export interface HomeWriting {
  readonly tokens: Pick<Tokens, 'signAction'>
  /** The workspace's address, `https://name.slack.com`. */
  readonly site: string
  /** Whose home it is; what is pressed there counts from them alone. */
  readonly person: string
}

/** Slack opens it by itself: nothing comes of it for the desk. */
export const OPENS = 'open'
const TITLE_MAX = 200
const BLOCKS_MAX = 100

export function homeView(home: Home, writing: HomeWriting): Block {
  const figures = home.figures.flatMap(({ label, value }, i): Piece[] => [piece(`${i > 0 ? '   ' : ''}${label} `), bold(value)])
  const blocks: readonly Block[] = [
    { type: 'header', text: plain(home.title, 150) },
    ...(figures.length > 0 ? [richText([section(figures)])] : []),
    ...home.lists.flatMap(({ title, empty, rows, more }): Block[] => [
      { type: 'divider' },
      { type: 'header', text: plain(title, 150) },
      ...(rows.length > 0 ? rows.flatMap((row) => rowBlocks(row, writing)) : [note(empty)]),
      ...(more === null ? [] : [note(more)]),
    ]),
  ]
  return { type: 'home', blocks: blocks.slice(0, BLOCKS_MAX) }
}

function rowBlocks(row: HomeRow, writing: HomeWriting): readonly Block[] {
  const { title, chips, due, card } = row
  const text = richText([
    section([
      bold(cutTitle(title)),
      ...chips.map((chip: CardChip) => piece(`  ${chip.text}`)),
      ...(due
        ? [
            piece(`\n⏰ ${due.label} `),
            { type: 'date', timestamp: Math.floor(due.at / 1000), format: '{date_short_pretty} {time}', fallback: '-' },
          ]
        : []),
    ]),
  ])
  if (!card) return [text]
  return [
    text,
    { type: 'actions', elements: [...row.actions.map((action) => buttonOf(row, action, card, writing)), linkTo(row, card, writing)] },
  ]
}

function buttonOf({ ticket, version }: HomeRow, action: CardAction, card: CardPlace, { tokens, person }: HomeWriting): Block {
  const token = signPress(tokens, { action: action.action, ticket, version, room: homeRoom(person, card.room) })
  return {
    type: 'button',
    action_id: action.action,
    text: plain(action.label, 75),
    value: writeButton(token, action),
    ...(action.style === 'default' ? {} : { style: action.style }),
  }
}

function linkTo({ open }: HomeRow, { room, ref }: CardPlace, { site }: HomeWriting): Block {
  return { type: 'button', action_id: OPENS, text: plain(open, 75), url: `${site}/archives/${room}/p${ref.replace('.', '')}` }
}

function note(text: string): Block {
  return { type: 'context', elements: [plain(text, 150)] }
}

function cutTitle(title: string): string {
  return String(plain(title, TITLE_MAX)['text'])
}

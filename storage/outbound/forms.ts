/** The forms of a ticket's actions, as things stand when somebody presses. */
import type { CardForm } from '../../bot/cards/card.ts'
import type { ReplyPreview } from '../../bot/cards/reply-preview.ts'
import type { Lang } from '../../bot/domain/lang.ts'
import type { View } from '../../bot/domain/view.ts'
import type { Forms, Pressed } from '../../bot/ports/forms.ts'
import type { CardFacts } from '../../bot/ports/stores.ts'
import { loadViews, type ViewOptions } from '../converse/load-views.ts'
import type { Db } from '../database.ts'
import { loadTicketFacts } from './card-facts.ts'

export interface FormsOptions {
  readonly db: Db
  readonly config: () => CardFacts['config']
  readonly can: ViewOptions['can']
  readonly draw: (facts: CardFacts, action: string, lang: Lang) => CardForm | null
  readonly wordsOf: (press: Pressed, input: Readonly<Record<string, string>>) => string | undefined
  readonly preview: (view: View, press: Pressed, input: Readonly<Record<string, string>>, agent: string, lang: Lang) => ReplyPreview | null
}

export function createForms({ db, config, can, draw, wordsOf, preview }: FormsOptions): Forms {
  return {
    form: async (press, lang) => {
      const facts = await db.tx((tx) => loadTicketFacts(tx, press, config()))
      return facts && draw(facts, press.action, lang)
    },
    preview: async (press, input, agent, lang) => {
      const text = wordsOf(press, input)
      if (!text) return null
      const ref = { ticket: press.ticket, agent, typed: [text] }
      const { views } = await db.tx((tx) => loadViews(tx, [ref], { config: config(), can }))
      return views[0] ? preview(views[0], press, input, agent, lang) : null
    },
  }
}

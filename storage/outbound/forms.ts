/** The forms of a ticket's actions, as things stand when somebody presses. */
import type { CardForm } from '../../bot/cards/card.ts'
import type { Lang } from '../../bot/domain/lang.ts'
import type { Forms } from '../../bot/ports/forms.ts'
import type { CardFacts } from '../../bot/ports/stores.ts'
import type { Db } from '../database.ts'
import { loadTicketFacts } from './card-facts.ts'

export interface FormsOptions {
  readonly db: Db
  readonly config: () => CardFacts['config']
  readonly draw: (facts: CardFacts, action: string, lang: Lang) => CardForm | null
}

export function createForms({ db, config, draw }: FormsOptions): Forms {
  return {
    form: async (press, lang) => {
      const facts = await db.tx((tx) => loadTicketFacts(tx, press, config()))
      return facts && draw(facts, press.action, lang)
    },
  }
}

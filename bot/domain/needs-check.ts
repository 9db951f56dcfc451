import type { DeskConfig } from './desk-config.ts'
import type { Ticket } from './ticket.ts'

/** To take somebody for complaining, or for robbed, the desk must be this sure; a mistake there costs more than a look. */
const SURE_OF_WEIGHTY = 0.75

/**
 * Whether a person should look at a ticket's category before anybody acts on it: the desk is not sure, or not sure
 * enough for what the category would mean. What a person has chosen needs no check.
 */
export function needsCheck(
  { category, confidence }: Pick<Ticket, 'category' | 'confidence'>,
  { categories, sureAbove }: Pick<DeskConfig, 'categories' | 'sureAbove'>,
): boolean {
  const known = categories.find((one) => one.key === category)
  const weighty = known?.complaint === true || known?.priority === 'P1'
  return confidence < (weighty ? Math.max(sureAbove, SURE_OF_WEIGHTY) : sureAbove)
}

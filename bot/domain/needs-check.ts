import type { DeskConfig } from './desk-config.ts'
import type { Ticket } from './ticket.ts'

/** To take somebody for complaining, or for robbed, the desk must be this sure; a mistake there costs more than a look. */
const SURE_OF_WEIGHTY = 0.75
/** A person chose it. */
const CONFIRMED = 1

/**
 * Whether a person should look at a ticket's category before anybody acts on it: the desk is not sure, or not sure
 * enough for what the category would mean, or there is much at risk. What a person has chosen needs no check.
 */
export function needsCheck(
  { category, confidence, rule }: Pick<Ticket, 'category' | 'confidence' | 'rule'>,
  { categories, sureAbove, routing }: Pick<DeskConfig, 'categories' | 'sureAbove' | 'routing'>,
): boolean {
  if (isHighRisk({ rule }, { routing })) return confidence < CONFIRMED
  const known = categories.find((one) => one.key === category)
  const weighty = known?.complaint === true || known?.priority === 'P1'
  return confidence < (weighty ? Math.max(sureAbove, SURE_OF_WEIGHTY) : sureAbove)
}

/** Whether the rule that routed a ticket stands for a high risk, by the config in use. */
export function isHighRisk({ rule }: Pick<Ticket, 'rule'>, { routing }: Pick<DeskConfig, 'routing'>): boolean {
  return routing.some(({ name, risk }) => name === rule && risk === 'high')
}

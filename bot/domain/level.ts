/** What a customer is to the shop: one of the config's levels, or none. */
import type { DeskConfig, LevelDef } from './desk-config.ts'
import { fold } from './fold.ts'

/** Said or chosen in place of a level: the customer has none. No level of the config is named so. */
export const NO_LEVEL = 'none'

/** The level of that key or label; null for `none`; undefined where there is no such level. */
export function levelNamed(said: string, { levels = [] }: Pick<DeskConfig, 'levels'>): LevelDef | null | undefined {
  const name = fold(said.trim())
  if (name === NO_LEVEL) return null
  return levels.find(({ key, labels }) => key === name || Object.values(labels).some((label) => fold(label) === name))
}

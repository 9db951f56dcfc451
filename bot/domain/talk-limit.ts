/**
 * Two machines that answer each other never stop, and a customer's may look like any customer. So the desk speaks of
 * itself only so often within any minute of a conversation. Whatever else a turn does is done all the same.
 */
import type { DeskConfig } from './desk-config.ts'
import type { View } from './view.ts'

/** Where the configuration does not say; a person who talks with the desk hears less of it than that. */
const USUAL = 5

export function answersPerMinute({ turn }: Pick<DeskConfig, 'turn'>): number {
  return turn.answersPerMinute ?? USUAL
}

/** How often the desk may still answer now. */
export function answersLeft({ config, said }: Pick<View, 'config' | 'said'>): number {
  return Math.max(0, answersPerMinute(config.config) - said)
}

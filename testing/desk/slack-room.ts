/** The team's room in Slack as its people see it: cards, their threads, and buttons to press. */
import { shownText } from '../doubles/slack/shown-text.ts'
import type { SlackDesk } from './slack-desk.ts'

/** Words that make a ticket of after-sales at once. */
export const BROKEN = ['我上周买的口红断了，订单号 20260112345，太气人了', '快点处理'] as const
export const ROOM = 'after-sales'

export type Message = Readonly<Record<string, unknown>>

export const tsOf = (message: Message) => String(message['ts'])

/** `here` is asked each time: a suite makes its desk before its tests begin. */
export function slackRoom(here: () => SlackDesk) {
  const people = () => here().slack.people
  return {
    /** The card of a ticket, once it is there. */
    cardOf: (number: string): Promise<Message> =>
      here().desk.until(async () => (await people().roots(ROOM)).find((each) => shownText(each).startsWith(`${number} `))),
    /** What stands in the thread of a card. */
    thread: (ts: string): Promise<readonly Message[]> => people().thread(ROOM, ts),
    press: (as: string, message: Message, action: string, more: { readonly value?: string; readonly trigger?: string } = {}) =>
      people().press({ as, channel: ROOM, ts: tsOf(message), action, ...more }),
  }
}

import type { followed as en } from '../en/followed.ts'

/** 已读内容被修改或撤回时说的话。 */
export const followed: typeof en = {
  customerChanged: (customer, text) => `✏️ ${customer} 修改了一条消息，现在是：\n${text}`,
  customerTookBack: (customer, was) => `↩️ ${customer} 撤回了一条消息${was ? `：“${was}”` : '。'}`,
  alreadySent: '客户已经收到这条回复，在这里修改或删除对客户不起作用。如需更正，请再回复一条。',
  amended: (agent) => `${agent} 修改了一条回复，客户看到的内容也已换成新的。`,
  corrected: (agent) => `${agent} 修改了一条客户已收到的回复，新内容会作为更正发给客户。`,
  takenBack: (agent) => `${agent} 删除了一条回复，客户那边也会同时删除。`,
  correctedInstead: (agent) => `${agent} 修改的回复在客户那边已无法原地修改，新内容会作为更正发给客户。`,
  stays: (agent) => `${agent} 在这里修改或删除了一条客户已收到的回复，客户那边仍是原来的内容。`,
}

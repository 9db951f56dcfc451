/** A reply shown to its author before it is sent. */
export const preview = {
  label: 'The customer will read',
  title: 'Before it is sent',
  langs: { en: 'English', 'zh-CN': 'Simplified Chinese', 'zh-TW': 'Traditional Chinese' },
  otherLang: (said: 'en' | 'zh-CN' | 'zh-TW', reads: 'en' | 'zh-CN' | 'zh-TW') =>
    `Written in ${preview.langs[said]}; the customer writes ${preview.langs[reads]}`,
  parts: (n: number) => `${n} messages`,
  green: 'Goes out at once',
  amber: (seconds: number) => `Goes out after ${seconds} s; until then you can undo it`,
  red: 'Waits until a second person approves it',
  again: 'Change the words here if you like; changed words are shown again before they are sent.',
}

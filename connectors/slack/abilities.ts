import type { ChannelAbilities } from '../../bot/ports/channel.ts'

/** Slack asks for about one message per second and channel and bears short bursts. */
export const SLACK_ABILITIES: ChannelAbilities = {
  text: { max: 3_000, unit: 'utf16' },
  threads: true,
  buttons: true,
  forms: true,
  edit: true,
  recall: true,
  files: true,
  whisper: true,
  idempotent: false,
  pulled: false,
  keepsOrder: false,
  find: true,
  viewerLang: false,
  home: true,
  paceMs: 1_000,
  burst: 5,
}

import type { ChannelAbilities } from '../../bot/ports/channel.ts'
import { TEXT_MAX } from '../../bot/ports/say.ts'

/** Customers who write over `/v1/messages` read there too: nothing is sent, so nothing is long, late or in doubt. */
export const API_ABILITIES: ChannelAbilities = {
  text: { max: TEXT_MAX, unit: 'utf16' },
  threads: false,
  buttons: false,
  forms: false,
  edit: false,
  files: true,
  whisper: false,
  idempotent: true,
  keepsOrder: true,
  pulled: true,
  find: false,
  viewerLang: false,
  paceMs: 0,
}

/**
 * What every remote channel must be able to do. It is asked to show a delivery id once however often it gets
 * it, which is what makes it safe to hand a delivery out again.
 */
export const REMOTE_ABILITIES: ChannelAbilities = {
  text: { max: 2_000, unit: 'utf16' },
  threads: true,
  buttons: true,
  forms: false,
  edit: false,
  files: true,
  whisper: true,
  idempotent: true,
  keepsOrder: true,
  pulled: false,
  find: false,
  viewerLang: false,
  paceMs: 0,
}

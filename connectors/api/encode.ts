import type { Outgoing } from '../../bot/ports/channel.ts'

/** A delivery as a remote channel gets it: the room by its name on the platform, a card as data. */
export function encodeDelivery(out: Outgoing): Record<string, unknown> {
  const { id, kind, room } = out
  const { id: _, external, ...place } = room
  const base = { id, kind, room: { ...place, id: external } }
  switch (out.kind) {
    case 'text':
    case 'ping':
      return { ...base, text: out.text, ...given({ speaker: out.speaker, notice: out.notice, mention: out.mention }) }
    case 'menu':
      return { ...base, text: out.text, options: out.options }
    case 'media':
      return { ...base, file: out.file, ...given({ speaker: out.speaker }) }
    case 'card':
    case 'redraw':
      return { ...base, card: out.card, ...(out.ref === null ? {} : { ref: out.ref }) }
    case 'edit':
      return { ...base, text: out.text, ref: out.ref, ...given({ speaker: out.speaker }) }
    case 'recall':
      return { ...base, ref: out.ref }
    case 'whisper':
      return { ...base, text: out.text, to: out.to }
    // Not asked of a remote channel: it has no such ability.
    case 'home':
      return base
  }
}

function given(parts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined))
}

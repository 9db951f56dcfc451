import type { Channel } from '../../bot/ports/channel.ts'
import { API_ABILITIES } from '../../connectors/api/abilities.ts'

const PIECE = new Uint8Array(64 * 1024)

/** A platform whose every file has so many bytes; counts what is asked of it. */
export function endlessChannel(size: number): { readonly channel: Channel; asked(): { readonly files: number; readonly bytes: number } } {
  let files = 0
  let bytes = 0
  const channel: Channel = {
    name: 'endless',
    can: API_ABILITIES,
    open: async () => undefined,
    send: async () => ({ refused: 'CHANNEL_REJECTED' }),
    file: async () => {
      files++
      let left = size
      return new ReadableStream<Uint8Array>({
        pull: (controller) => {
          bytes += PIECE.byteLength
          left -= PIECE.byteLength
          controller.enqueue(PIECE.slice())
          if (left <= 0) controller.close()
        },
      })
    },
    close: async () => undefined,
  }
  return { channel, asked: () => ({ files, bytes }) }
}

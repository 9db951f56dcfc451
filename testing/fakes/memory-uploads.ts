import type { Uploads } from '../../connectors/slack/slack-options.ts'

/** What a database would keep. */
export function createMemoryUploads(): Uploads {
  const files = new Map<string, string>()
  return {
    keep: async (delivery, file) => void files.set(delivery, file),
    of: async (deliveries) => new Map(deliveries.flatMap((id) => (files.has(id) ? [[id, files.get(id) ?? '']] : []))),
  }
}

/** Files: what could not be fetched, and how to ask again. */
export const files = {
  notFetched: (name: string) => `📎 The file “${name}” could not be fetched. Press “Fetch files again” on the card, or type fetch-files.`,
  /** Stands on the card where the file would. */
  missing: (name: string) => `${name} (could not be fetched)`,
  waiting: (name: string) => `${name} (being fetched)`,
  label: 'Files',
  /** Under the card: lines with a box each. */
  steps: (lines: string) => `🎬 The model suggests, from the film; nobody has checked it:\n${lines}`,
}

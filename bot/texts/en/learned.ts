/** What the managers are told when the desk has learned. */
export const learned = {
  used: (version: number, count: number, score: string, before: string) =>
    `🎓 The desk has learned from ${count} new corrections and imported tickets: model ${version} is in use. On held-back examples it is right in ${score} (before: ${before}).`,
  refused: (count: number, score: string, before: string) =>
    `⚠ The desk has trained with ${count} new corrections and imported tickets, but would be right in only ${score} of held-back examples (now: ${before}). The new model is not used; please look at the latest corrections and imports.`,
}

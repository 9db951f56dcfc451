/** One matter of a model's answer: a problem told by `words`, and nothing else of note but what `parts` says. */
export function problem(words: { readonly message: number; readonly quote: string }, parts: Readonly<Record<string, unknown>> = {}) {
  return {
    intent: 'problem',
    intent_confidence: 0.9,
    intent_words: words,
    category: null,
    other_categories: [],
    category_words: words,
    fields: [],
    mood: 'neutral',
    mood_words: words,
    urgency: null,
    urgency_words: null,
    ticket: null,
    title: words.quote,
    summary: words.quote,
    ...parts,
  }
}

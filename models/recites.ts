/** So many characters in a row that stand in the prompt as well are no accident. */
const RUN = 30

/** Whether a text recites the prompt: what a model was told is not for customers, and tells a card nothing. */
export function recites(text: string, prompt: string): boolean {
  for (let at = 0; at + RUN <= text.length; at++) if (prompt.includes(text.slice(at, at + RUN))) return true
  return false
}

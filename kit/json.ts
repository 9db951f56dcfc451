import { Fault } from './fault.ts'

/** Deep enough for any payload of a platform; shallow enough for whatever walks the value. */
const DEEPEST = 64

/**
 * Text as a database and a JSON file can hold it: NUL and lone surrogates become U+FFFD, one for one, so
 * that offsets into the text stay right. `changed` says whether anything was replaced.
 */
export function cleanText(text: string): { readonly text: string; readonly changed: boolean } {
  if (text.isWellFormed() && !text.includes('\0')) return { text, changed: false }
  return { text: text.toWellFormed().replaceAll('\0', '\uFFFD'), changed: true }
}

/** Parses JSON of strangers. Rejects what is no JSON or nested too deep with INPUT_INVALID, never otherwise. */
export function parseJson(text: string): unknown {
  if (nestsDeeper(text, DEEPEST)) throw new Fault('INPUT_INVALID', { why: `nested deeper than ${DEEPEST}` })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Fault('INPUT_INVALID', { why: 'not JSON' }, error)
  }
}

function nestsDeeper(text: string, max: number): boolean {
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (quoted && char === 0x5c) i++
    else if (char === 0x22) quoted = !quoted
    else if (!quoted && (char === 0x5b || char === 0x7b) && ++depth > max) return true
    else if (!quoted && (char === 0x5d || char === 0x7d)) depth--
  }
  return false
}

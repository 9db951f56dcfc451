/** Finds words of a list in a folded text: the longest at each place, none within another; Latin ones whole only. */
export class WordFinder {
  /** Words by their first unit, longest first. */
  private readonly byFirst = new Map<number, readonly string[]>()

  constructor(words: Iterable<string>) {
    for (const word of words) {
      const first = word.charCodeAt(0)
      this.byFirst.set(first, [...(this.byFirst.get(first) ?? []), word])
    }
    for (const [first, all] of this.byFirst)
      this.byFirst.set(
        first,
        [...all].sort((a, b) => b.length - a.length),
      )
  }

  each(text: string, found: (word: string, start: number) => void): void {
    for (let i = 0; i < text.length; ) {
      const word = this.at(text, i)
      if (word) found(word, i)
      i += word?.length ?? 1
    }
  }

  private at(text: string, place: number): string | undefined {
    const words = this.byFirst.get(text.charCodeAt(place))
    return words?.find(
      (word) => text.startsWith(word, place) && (!isLatin(word.charCodeAt(0)) || isWhole(text, place, place + word.length)),
    )
  }
}

function isWhole(text: string, start: number, end: number): boolean {
  return !isLatin(text.charCodeAt(start - 1)) && !isLatin(text.charCodeAt(end))
}

/** Folded letters, digits and the underscore; false for what is no character. */
function isLatin(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x5f
}

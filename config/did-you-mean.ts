/** The known word nearest to a mistyped one, or null when none is near enough to be meant. */
export function didYouMean(word: string, known: readonly string[]): string | null {
  if (word.length > 80) return null
  const bare = normal(word)
  // One letter off is another word when there are only two: P5 is not a misspelled P1.
  const allowed = bare.length < 3 ? 0 : Math.max(1, Math.floor(bare.length / 3))
  let best: { word: string; far: number } | null = null
  for (const candidate of known) {
    const far = distance(bare, normal(candidate))
    if (far <= allowed && (!best || far < best.far)) best = { word: candidate, far }
  }
  return best?.word ?? null
}

/** “requiredFields”, “required_fields” and “Required-Fields” are one word to whoever types it. */
function normal(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/g, '')
}

/** Letters to add, drop, change or swap with their neighbour. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min(cell(rows, i - 1, j) + 1, (row[j - 1] ?? 0) + 1, cell(rows, i - 1, j - 1) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, cell(rows, i - 2, j - 2) + 1)
      row.push(least)
    }
    rows.push(row)
  }
  return cell(rows, a.length, b.length)
}

function cell(rows: readonly (readonly number[])[], i: number, j: number): number {
  return rows[i]?.[j] ?? 0
}

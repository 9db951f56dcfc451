/** A round initial whose colour stays with the person. */
const HUES = [212, 262, 190, 158, 232, 286, 176, 202]

export function Face({ id, name, size = 28 }: { id: string; name: string; size?: number }) {
  let sum = 0
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973
  const hue = HUES[sum % HUES.length] ?? 212
  // A Chinese family name, or the first letter: one character is enough to tell people apart at this size.
  const initial = [...name.trim()][0]?.toUpperCase() ?? '?'
  return (
    <span
      className="face"
      aria-hidden="true"
      style={{ width: size, height: size, fontSize: size * 0.44, background: `hsl(${hue} 80% 94%)`, color: `hsl(${hue} 62% 30%)` }}
    >
      {initial}
    </span>
  )
}

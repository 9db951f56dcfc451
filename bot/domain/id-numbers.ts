/** Checksums of numbers that stand for a person or an account. All take folded text without spaces. */

/** Provinces of the mainland card, by its first two digits. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
)
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const ID_CHECKS = '10x98765432'

/** The mainland identity card of 18 places (GB 11643): province, a real day of birth, checksum. */
export function isIdCard(number: string): boolean {
  if (!/^\d{17}[\dx]$/.test(number) || !PROVINCES.has(number.slice(0, 2))) return false
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number) as [number, number, number]
  const born = new Date(Date.UTC(year, month - 1, day))
  if (year < 1850 || year > 2150 || born.getUTCMonth() !== month - 1 || born.getUTCDate() !== day) return false
  const sum = ID_WEIGHTS.reduce((total, weight, i) => total + weight * Number(number[i]), 0)
  return ID_CHECKS[sum % 11] === number[17]
}

const TAIWAN_LETTERS = 'abcdefghjklmnpqrstuvxywzio'

/** The Taiwanese identity card and residence permit: a letter and nine digits. */
export function isTaiwanId(number: string): boolean {
  if (!/^[a-z][1289]\d{8}$/.test(number)) return false
  const letter = 10 + TAIWAN_LETTERS.indexOf(number[0] as string)
  const digits = [Math.floor(letter / 10), letter % 10, ...[...number.slice(1)].map(Number)]
  const weights = [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]
  return weights.reduce((sum, weight, i) => sum + weight * (digits[i] as number), 0) % 10 === 0
}

/** The Hong Kong identity card: one or two letters, six digits, a check place that may be “a”. */
export function isHongKongId(number: string): boolean {
  const match = /^([a-z]{1,2})(\d{6}) ?\(?([\da])\)?$/.exec(number)
  if (!match) return false
  const [, letters = '', digits = '', check = ''] = match
  const values = [...(letters.length === 1 ? ' ' : ''), ...letters].map((one) => (one === ' ' ? 36 : one.charCodeAt(0) - 87))
  const sum = [...values, ...[...digits].map(Number), check === 'a' ? 10 : Number(check)].reduce(
    (total, value, i) => total + value * (9 - i),
    0,
  )
  return sum % 11 === 0
}

/** The checksum of bank cards. */
export function passesLuhn(number: string): boolean {
  if (!/^\d{12,19}$/.test(number) || /^(\d)\1+$/.test(number)) return false
  let sum = 0
  for (let i = 0; i < number.length; i++) {
    const digit = Number(number[number.length - 1 - i])
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}

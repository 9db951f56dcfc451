/** What a value of each kind must look like. It knows no labels and no other script, so that a page can carry it. */
import type { FieldKind } from './desk-config.ts'

const LONGEST = 500
const SHAPES: Readonly<Partial<Record<FieldKind, RegExp>>> = {
  order_no: /^[\p{L}\p{N}][\p{L}\p{N}_#./-]{2,59}$/u,
  parcel_no: /^[\p{L}\p{N}][\p{L}\p{N}-]{4,59}$/u,
  email: /^[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$/,
}
const PHONE = /^\+?[\d\s()-]{5,25}$/
const AMOUNT = /^[^\d]{0,8}(\d{1,12}(?:[,\s]\d{3})*(?:\.\d{1,4})?)[^\d]{0,12}$/
const DATE = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/

/** Whether words look like a value of the kind. Empty ones do not. */
export function looksLike(kind: FieldKind, words: string): boolean {
  return tidyValue(kind, words) !== null
}

/** The words as a value of the kind is kept, or null when they are none. */
export function tidyValue(kind: FieldKind, words: string): string | null {
  const said = words.trim()
  if (said === '' || said.length > LONGEST) return null
  // Full width digits and signs are typed by every Chinese input method.
  const plain = said.normalize('NFKC')
  switch (kind) {
    case 'order_no':
    case 'parcel_no':
    case 'email':
      return SHAPES[kind]?.test(plain) ? plain : null
    case 'phone': {
      const digits = plain.replace(/\D/g, '')
      return PHONE.test(plain) && digits.length >= 5 && digits.length <= 15 ? plain.replace(/[\s()-]/g, '') : null
    }
    case 'amount':
      return AMOUNT.test(plain) ? plain : null
    case 'date':
      return dateOf(plain)
    default:
      return said
  }
}

function dateOf(plain: string): string | null {
  const [, year = '', month = '', day = ''] = DATE.exec(plain) ?? []
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const time = Date.parse(`${iso}T00:00:00Z`)
  return Number.isFinite(time) && new Date(time).toISOString().slice(0, 10) === iso ? iso : null
}

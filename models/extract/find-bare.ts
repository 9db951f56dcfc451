/** A message that is nothing but a number read out in groups: “jht 345”, as the answer to what its number is. */
import type { Asked, Found } from './found.ts'

/** One or more groups of letters and of digits, with the words by which people begin an answer before them. Folded text. */
const BARE =
  /^\s{0,3}(?:(?:yes|yeah|sure|ok|okay|it is|it's|its|是|好的?)[ ,，:]{1,3})?((?:[a-z]{1,5}|\d{1,15}|[a-z]{1,3}\d{1,8})(?: (?:[a-z]{1,3}|\d{1,15}|[a-z]{1,3}\d{1,8})){1,5})[\s.。!！]{0,3}$/
/** Where nobody asked: one group of letters, and more digits than a year, a size or a room has. */
const UNASKED = /^([a-z]{2,4}) (\d{6,9}|\d{11,12})$/
/** They say what the digits are, and that is no order. */
const OTHER =
  /^(?:no|tel|ph|mob|cell|call|fax|ssn|tin|date|dob|on|at|by|from|usd|rmb|cny|ntd|twd|hkd|eur|gbp|pin|code|otp|zip|card|acc?t?|vin|sku|is|my|the|for|pay|paid|only|qq|wx)\b/
const PHONE = /^(?:86)?1[3-9]\d{9}$|^09\d{8}$/

/** Null: the message is something else, or the digits are a phone's. */
export function findBare(text: string, asked: Asked, isParcel: (solid: string) => boolean): Found | null {
  const said = BARE.exec(text)?.[1]
  if (!said || !/[a-z]/.test(said) || OTHER.test(said)) return null
  const digits = said.replace(/\D/g, '')
  const solid = said.replaceAll(' ', '')
  if (digits.length < 2 || solid.length > 24 || PHONE.test(digits)) return null
  const start = text.indexOf(said)
  const end = start + said.length
  if (isParcel(solid)) return { kind: 'parcel_no', value: said.toUpperCase(), start, end, confidence: 0.9 }
  const wanted = asked.has('order_no') && digits.length * 2 >= solid.length - 2
  if (!wanted && !UNASKED.test(said)) return null
  return { kind: 'order_no', value: said.toUpperCase(), start, end, confidence: wanted ? 0.85 : 0.65 }
}

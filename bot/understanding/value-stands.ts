/** Does a field's value stand in the words it is said to rest on? A model may mishear, but it may not invent. */
import type { FieldDef } from '../domain/desk-config.ts'
import { chineseNumber, fold, foldChineseDigits, foldTight } from '../domain/fold.ts'

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/
/** Something in the words must speak of time before a resolved date may rest on them. */
const TIME_WORDS =
  /\d|[一二两三四五六七八九十今昨前明后大上下本这当周年月日天号]|day|week|month|year|yesterday|tonight|morning|ago|last|next|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/
const CHINESE_NUMBER = /[零〇一二两三四五六七八九十百千万]+/g

export function valueStands(field: FieldDef, value: string, words: string): boolean {
  if (value.trim() === '') return false
  switch (field.kind) {
    case 'choice':
      return choiceStands(field, value, words)
    case 'date':
      return standsIn(value, words) || (ISO_DATE.test(value) && !Number.isNaN(Date.parse(value)) && TIME_WORDS.test(fold(words)))
    case 'amount':
      return amountStands(value, words)
    case 'order_no':
    case 'parcel_no':
    case 'phone':
      return standsIn(value, words) || standsIn(value, foldChineseDigits(fold(words)).replace(/[()]/g, ''))
    default:
      return standsIn(value, words)
  }
}

function standsIn(value: string, words: string): boolean {
  const tight = foldTight(value)
  return tight !== '' && foldTight(words).includes(tight)
}

function choiceStands(field: FieldDef, value: string, words: string): boolean {
  const choice = field.choices?.find((one) => one.key === value)
  if (!choice) return false
  const tight = foldTight(words)
  return [...Object.values(choice.labels), ...choice.words].some((label) => {
    const wanted = foldTight(label)
    return wanted !== '' && tight.includes(wanted)
  })
}

/** 1,299.00 元, ￥1299 and 一千二百九十九块 all say 1299. */
function amountStands(value: string, words: string): boolean {
  const wanted = numbersIn(fold(value))
  if (wanted.length !== 1) return standsIn(value, words)
  const said = numbersIn(fold(words))
  return said.some((number) => number === wanted[0])
}

function numbersIn(folded: string): readonly number[] {
  const plain = folded.replace(/(?<=\d)[,\s](?=\d{3}(?!\d))/g, '')
  const digits = [...plain.matchAll(/\d+(?:\.\d+)?/g)].map(([number]) => Number(number))
  const chinese = [...plain.matchAll(CHINESE_NUMBER)].flatMap(([number]) => chineseNumber(number) ?? [])
  return [...digits, ...chinese]
}

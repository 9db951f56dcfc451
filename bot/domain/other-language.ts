/**
 * Whether a text is in a language that the desk does not speak itself. By its script, or, in Latin letters, by its
 * accents and by the words that its sentences cannot do without; told well enough to ask for a translation, no more.
 */

import { detectLang } from './detect-lang.ts'
import type { Lang } from './lang.ts'

/** Common words that English does not have. */
const OTHER = new Set(
  [
    'el los las una que por para pero muy mi está gracias hola pedido cuándo dónde quiero tengo del llegado', // es
    'não meu minha você obrigado obrigada uma quando quero tenho chegou ainda', // pt
    'le les une est pas je vous mon ma pour avec bonjour merci commande où reçu mes', // fr
    'der das und ich nicht ist mein meine bitte wo bestellung eine noch kann hallo danke', // de
    'il che non mio mia sono per grazie ordine ciao ancora arrivato', // it
    'het een niet ik mijn bestelling waar nog dank', // nl
    'saya tidak pesanan belum yang dan apa barang bisa tolong sudah dimana', // id, ms
    'bir için değil çok siparişim ve nerede teşekkürler', // tr
    'nie jest moje gdzie proszę zamówienie dziękuję', // pl
    'ang hindi yung ko po salamat nasaan', // tl
    'toi khong hang cua chua duoc', // vi, typed without its signs
  ].flatMap((words) => words.split(' ')),
)
const ENGLISH = new Set(
  'the is are was to of and in it i my you not have has for on this that with me please order can do when where what how your no but be been still we they am hi hello thanks'.split(
    ' ',
  ),
)
const ACCENTED = /[\u00df-\u00ff\u0100-\u017f\u01a0-\u01b0\u1ea0-\u1ef9]/
/** A few hundred characters tell a language; a megabyte tells no more. */
const ENOUGH = 400

/** The desk's language to answer in: who writes none of them is likelier to read English than Chinese. Null where the text tells nothing. */
export function answerLang(text: string): Lang | null {
  return isOtherLanguage(text) ? 'en' : detectLang(text)
}

export function isOtherLanguage(text: string): boolean {
  const said = text.slice(0, ENOUGH).normalize('NFC').toLowerCase()
  const count = (script: RegExp) => said.match(script)?.length ?? 0
  const letters = count(/\p{L}/gu)
  const [han, kana, latin] = [count(/\p{Script=Han}/gu), count(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu), count(/\p{Script=Latin}/gu)]
  if (letters < 2) return false
  // A の among Chinese is fashion; Japanese has a kana for every few characters.
  if (kana >= 2 && kana * 3 >= han && (han + kana) * 2 >= letters) return true
  if ((letters - han - kana - latin) * 2 >= letters) return true
  if (latin * 2 < letters) return false
  const words = said.match(/\p{L}+/gu) ?? []
  const other = words.filter((word) => OTHER.has(word) || ACCENTED.test(word)).length
  return other > words.filter((word) => ENGLISH.has(word)).length
}

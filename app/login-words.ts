import { texts } from '../bot/texts/index.ts'
import type { Lang } from '../kit/http/lang.ts'
import type { LoginWords } from '../kit/http/login-page.ts'

/** What the sign-in page says. */
export function wordLogin(lang: Lang): LoginWords {
  return texts(lang).login
}

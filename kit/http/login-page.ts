import { html } from 'hono/html'
import type { Lang } from './lang.ts'

/** Every word of the page; kit knows no texts, so they are handed in. */
export interface LoginWords {
  readonly title: string
  /** Where to find the token. */
  readonly hint: string
  readonly label: string
  readonly button: string
  readonly wrong: string
  readonly locked: string
  /** Above the button of a link that signs in as an agent. */
  readonly link: string
  readonly stale: string
}

export type LoginFailure = 'wrong' | 'locked' | 'stale' | null

const STYLE = `
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif; background: #f4f8fd; color: #1b2a3d }
  main { width: min(24rem, 100vw - 6rem); padding: 2rem; border-radius: 12px; background: #fff; box-shadow: 0 2px 12px #0001 }
  h1 { margin: 0 0 .5rem; font-size: 1.25rem }
  p { margin: 0 0 1rem; color: #5c6470; font-size: .875rem }
  p[role=alert] { color: #c02626 }
  label { display: block; margin-bottom: .25rem }
  input, button { box-sizing: border-box; width: 100%; padding: .6rem .75rem; border: 1px solid #8a919c; border-radius: 8px; font: inherit }
  button { margin-top: 1rem; border-color: #0958d9; background: #0958d9; color: #fff; cursor: pointer }
  @media (prefers-color-scheme: dark) { body { background: #15171b; color: #e6e8eb } main { background: #1f2228 } p { color: #a3abb8 }
    p[role=alert] { color: #ff8a8a } input { background: #15171b; color: inherit } }
`

/** The sign-in page: a form that works without script. `next` is a path on this desk; with `link` a press is all it takes. */
export function loginPage(words: LoginWords, lang: Lang, next: string, failure: LoginFailure, link?: string) {
  const alert = failure === null ? '' : html`<p role="alert">${words[failure]}</p>`
  return html`<!doctype html>
<html lang="${lang}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${words.title}</title>
    <link rel="icon" href="data:,">
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
      <h1>${words.title}</h1>
      <p>${link === undefined ? words.hint : words.link}</p>
      ${alert}
      <form method="post" action="/login">
        <input type="hidden" name="next" value="${next}">
        ${link === undefined ? tokenField(words) : html`<input type="hidden" name="link" value="${link}">`}
        <button>${words.button}</button>
      </form>
    </main>
  </body>
</html>`
}

function tokenField({ label }: LoginWords) {
  return html`<label for="token">${label}</label>
        <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>`
}

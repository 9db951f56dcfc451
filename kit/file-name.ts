const LONGEST = 120

/**
 * A name fit to be shown and saved under: no folders, nothing invisible (a right-to-left mark can make
 * `gpj.exe` look like `exe.jpg`), and short with its ending kept.
 */
export function cleanFileName(given: string): string {
  const base = given.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  const name = base.replace(/\p{C}/gu, '').replace(/\s+/g, ' ').trim().replace(/^\.+/, '')
  if (name === '') return 'file'
  if (name.length <= LONGEST) return name
  const ending = /\.[^.]{1,10}$/u.exec(name)?.[0] ?? ''
  return name.slice(0, LONGEST - ending.length).replace(/\p{Cs}$/u, '') + ending
}

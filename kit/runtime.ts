/** Which Node can run the desk: one that takes TypeScript as it is. Imports nothing, so it can run first. */

/** What a person reads when Node is too old. app/start.mjs says the same to a Node that cannot read this file. */
export function runtimeSentence(version: string): string {
  return [
    `Relaydesk needs Node.js 22.18 or newer; this is ${version}. Run "npm ci" and "npm start" (they bring Node 24 on Linux and Windows), or install Node 24.`,
    `Relaydesk 需要 Node.js 22.18 或更高版本，当前是 ${version}。请运行 "npm ci" 和 "npm start"（在 Linux 和 Windows 上会自带 Node 24），或安装 Node 24。`,
    `Relaydesk 需要 Node.js 22.18 或更新版本，目前是 ${version}。請執行 "npm ci" 和 "npm start"（在 Linux 和 Windows 上會自帶 Node 24），或安裝 Node 24。`,
  ].join('\n')
}

/** Type stripping is on without a flag from 22.18 and from 23.6. */
export function isNodeNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major === 22) return minor >= 18
  if (major === 23) return minor >= 6
  return major > 23
}

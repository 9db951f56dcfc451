/** Prose that names code is compared with the code, both ways, so that neither can drift. */
import { describe, expect, it } from 'vitest'
import { ERRORS } from '../bot/errors.ts'
import { FAULTS } from '../kit/fault.ts'
import { SETTINGS } from '../kit/settings.ts'
import { filesUnder, foldersIn, isThere, read } from './repository.ts'

const guides = [...filesUnder('', /^README[\w.-]*\.md$/), ...filesUnder('docs', /\.md$/)]
const prose = () => guides.map((path) => ({ path, text: read(path) }))

describe('settings', () => {
  it('stand in .env.example with the same keys, defaults and help', () => {
    const example = [...read('.env.example').matchAll(/^# (.*)\n([A-Z_]+)=(.*)$/gm)].map(([, help, key, value]) => ({ key, value, help }))
    const table = Object.values(SETTINGS).map(({ key, fallback, help }) => ({ key, value: fallback ?? '', help }))
    expect(example, 'each setting of kit/settings.ts is two lines of .env.example, “# help” and KEY=default, in that order').toEqual(table)
  })

  it('that are assigned in .env.example without help do not exist', () => {
    const keys = [...read('.env.example').matchAll(/^[#\s]*([A-Z_]+)=/gm)].map(([, key]) => key)
    expect(keys).toEqual(Object.values(SETTINGS).map(({ key }) => key))
  })

  it('are read from the environment in one place', () => {
    const rooms = ['bot', 'config', 'connectors', 'console', 'kit', 'migrations', 'models', 'rag', 'storage', 'workers']
    const readers = rooms
      .flatMap((room) => filesUnder(room, /(?<!\.(?:test|config))\.tsx?$/))
      .filter((path) => /process\.env[.[]/.test(read(path)))
    expect(readers).toEqual([])
  })
})

describe('errors', () => {
  it('have one row each in docs/errors.md, with the same status and retry, and no row has none', () => {
    const rows = [...read('docs/errors.md').matchAll(/^\| `?([A-Z_]{3,})`? \| (\d+) \| (yes|no) \| \S.* \| \S.* \|$/gm)]
    const documented = rows.map(([, code, http, retry]) => [code, Number(http), retry === 'yes'])
    const how = 'each error of bot/errors.ts is a row of docs/errors.md: | `CODE` | status | yes or no | what it means | what to do |'
    expect(documented, how).toEqual(Object.entries(ERRORS).map(([code, { http, retry }]) => [code, http, retry]))
  })

  it('of kit are errors of the desk, with the same status', () => {
    for (const [code, http] of Object.entries(FAULTS)) expect(ERRORS[code as keyof typeof ERRORS]).toMatchObject({ http })
  })
})

describe('commands', () => {
  it('are all to be had: each stands in the table, which asks for its role', () => {
    const table = read('bot/commands/index.ts')
    const lacking = filesUnder('bot/commands', /(?<!\.test)\.ts$/).flatMap((path) =>
      [...read(path).matchAll(/^export const (\w+): Command\b/gm)]
        .filter(([, name]) => !new RegExp(`\\b${name}\\b[^]*from '\\./${path.split('/').at(-1)}'`).test(table))
        .map(([, name]) => `${path}: ${name} stands neither in bot/commands/index.ts nor, with who may do it, in bot/domain/roles.ts`),
    )
    expect(lacking).toEqual([])
  })
})

describe('channels', () => {
  it('have a README, run the contract and are registered, every one', () => {
    const lacking = foldersIn('connectors').flatMap((name) => {
      const folder = `connectors/${name}`
      const tests = filesUnder(folder, /\.test\.ts$/).map(read)
      return [
        isThere(`${folder}/README.md`) ? [] : [`${folder} has no README.md`],
        tests.some((text) => text.includes('channelContract(')) ? [] : [`${folder} has no test that calls channelContract(`],
        isThere('app/channels.ts') && read('app/channels.ts').includes(`${folder}/`) ? [] : [`${folder} has no line in app/channels.ts`],
      ].flat()
    })
    expect(lacking).toEqual([])
  })
})

describe('prose', () => {
  it('begins with a README', () => {
    expect(isThere('README.md'), 'README.md is missing').toBe(true)
  })

  it('names only paths that exist', () => {
    const rooms = 'app|bench|bot|config|connectors|console|docs|eval|kit|migrations|models|rag|storage|testing|workers'
    const path = new RegExp(`\`((?:${rooms})/[\\w./-]*|[\\w-]+\\.(?:ts|json|md|mjs|yaml|yml))\``, 'g')
    const gone = prose().flatMap((guide) =>
      [...guide.text.matchAll(path)].filter(([, named = '']) => !isThere(named)).map(([, named]) => `${guide.path} names ${named}`),
    )
    expect(gone).toEqual([])
  })

  it('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const gone = prose().flatMap((guide) =>
      [...guide.text.matchAll(/npm run ([\w:-]+)|npm (start|test)\b/g)]
        .map(([, run, short]) => run ?? short ?? '')
        .filter((script) => !(script in scripts))
        .map((script) => `${guide.path} names npm run ${script}`),
    )
    expect(gone).toEqual([])
  })
})

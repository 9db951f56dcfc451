import { describe, expect, it } from 'vitest'
import { Fault } from './fault.ts'
import { readSettings, SETTINGS } from './settings.ts'

function problemsOf(env: Record<string, string>): string {
  try {
    readSettings(env)
  } catch (error) {
    if (error instanceof Fault) return String(error.facts['problems'])
    throw error
  }
  throw new Error('nothing was refused')
}

describe('settings', () => {
  it('runs on this machine alone when nothing is set', () => {
    expect(readSettings({})).toMatchObject({ port: 3000, host: '127.0.0.1', dataDir: './data', databaseUrl: null, apiToken: null })
  })

  it('takes an empty or blank variable for an unset one', () => {
    expect(readSettings({ PORT: '', DATABASE_URL: '  ' })).toEqual(readSettings({}))
  })

  it('names every wrong variable at once, what is wrong with it and what to do', () => {
    const problems = problemsOf({ PORT: '99999', LOG_LEVEL: 'loud', PUBLIC_URL: 'desk.example' }).split('\n')
    expect(problems.map((line) => line.split(' ')[0])).toEqual(['PORT', 'PUBLIC_URL', 'LOG_LEVEL'])
    expect(problems[0]).toBe(
      'PORT must be a port number, 0 to 65535 (0: any free port). It is "99999". Change or unset it in the environment.',
    )
  })

  it('never repeats a secret in a complaint about it', () => {
    const problems = problemsOf({ API_TOKEN: 'hunter2', DATABASE_URL: 'mysql://root:hunter2@db/desk' })
    expect(problems).toContain('API_TOKEN')
    expect(problems).toContain('DATABASE_URL')
    expect(problems).not.toContain('hunter2')
  })

  it('refuses an address of Redis without its scheme, and a Slack token of another kind', () => {
    const problems = problemsOf({ REDIS_URL: 'localhost:6379', SLACK_BOT_TOKEN: 'xapp-1-secret', SLACK_APP_TOKEN: 'xoxb-1-secret' })
    expect(problems.split('\n').map((line) => line.split(' ')[0])).toEqual(['REDIS_URL', 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'])
    expect(problems).not.toContain('secret')
  })

  it('drops the slash at the end of an address, so that paths can be put behind it', () => {
    expect(readSettings({ PUBLIC_URL: 'https://desk.example/' }).publicUrl).toBe('https://desk.example')
  })

  it('marks every variable that grants access as secret', () => {
    const open = Object.values(SETTINGS).filter((row) => !row.secret)
    expect(open.map((row) => row.key).filter((key) => /TOKEN|SECRET|KEY|DATABASE/.test(key))).toEqual([])
  })
})

/** Rows 96 and 97 of the fault catalogue, for the one place where the desk fetches an address that an answer named. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { fetchFile } from './fetch-file.ts'
import { fileAddress } from './file-hosts.ts'
import { createClient } from './slack-client.ts'

const PRIVATE = [
  '127.0.0.1',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '[::1]',
  '[fd00::1]',
  '[fe80::1]',
  '[::ffff:127.0.0.1]',
]
const DISGUISED = [
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '127.1',
  '017700000001',
  '0x7f.1',
  '127.0.0.1.nip.io',
  'localhost',
  'localhost.',
  'metadata.google.internal',
]
const LOOKALIKE = [
  'slack.com.evil.example',
  'evilslack.com',
  'slack.com-files.example',
  'files.slack.co',
  'files-slack.com',
  'slаck.com',
  'xn--slck-4ve.com',
  'files.slack.com.',
  'slack.company',
]
const SCHEMES = [
  'file:///etc/passwd',
  'gopher://files.slack.com:6379/_FLUSHALL',
  'data:text/plain,x',
  'ftp://files.slack.com/a',
  'redis://127.0.0.1:6379',
  'postgres://127.0.0.1/x',
  'unix:/var/run/docker.sock',
  'javascript:alert(1)',
  'blob:https://files.slack.com/x',
  'ws://files.slack.com/a',
  'about:blank',
  '//files.slack.com/a',
  'files.slack.com/a',
  '',
  ' ',
]
const USERINFO = [
  'https://files.slack.com@evil.example/a',
  'https://x:y@files.slack.com/a',
  'https://files.slack.com%2f@evil.example/',
  'https://evil.example\\@files.slack.com/',
  'https://evil.example#@files.slack.com/',
  'https://evil.example?.slack.com/',
]
const PORTS = [22, 25, 80, 3306, 5432, 6379, 8080, 8443, 9200, 11211].map((port) => `https://files.slack.com:${port}/a`)
const VECTORS = [
  ...[...PRIVATE, ...DISGUISED, ...LOOKALIKE].flatMap((host) => [`https://${host}/a`, `http://${host}/a`, `https://${host}:6379/a`]),
  ...SCHEMES,
  ...USERINFO,
  ...PORTS,
  'http://files.slack.com/a',
]

describe('the address of a file', () => {
  it('is one of Slack’s own, over https', () => {
    for (const host of ['files.slack.com', 'slack.com', 'a.slack-edge.com', 'slack-files.com', 'files.slack-gov.com', 'FILES.SLACK.COM'])
      expect(fileAddress(`https://${host}/files-pri/T1-F1/a.png`, null).protocol).toBe('https:')
  })

  it(`is refused when it leads anywhere else: ${VECTORS.length} ways`, () => {
    expect(VECTORS.length).toBeGreaterThanOrEqual(120)
    const taken = [...VECTORS, null, undefined, 7, {}].filter((url) => {
      try {
        return fileAddress(url, 'http://127.0.0.1:8080/api') !== null
      } catch (error) {
        expect(error).toMatchObject({ code: 'CHANNEL_REJECTED' })
        return false
      }
    })
    expect(taken).toEqual([])
  })

  it('is where SLACK_API_URL is, and on no other port of it', () => {
    expect(fileAddress('http://127.0.0.1:8080/files/a', 'http://127.0.0.1:8080/api').port).toBe('8080')
    expect(() => fileAddress('http://127.0.0.1:8081/files/a', 'http://127.0.0.1:8080/api')).toThrow('CHANNEL_REJECTED')
  })
})

describe('a file of Slack', () => {
  it('is never asked of a host that an answer or a redirect names, and our token goes nowhere', async () => {
    let asked = 0
    const canary = createServer((_, response) => {
      asked++
      response.end('caught')
    })
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
    const trap = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/a`
    let file: { url: string; status: number; type: string } = { url: trap, status: 200, type: 'image/png' }
    const slack = createServer((request, response) => {
      if (request.url?.startsWith('/api/'))
        return void response.end(JSON.stringify({ ok: true, file: { url_private: file.url, mimetype: 'image/png' } }))
      response.writeHead(file.status, { 'content-type': file.type, ...(file.status === 302 ? { location: trap } : {}) }).end('bytes')
    })
    await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve))
    const base = `http://127.0.0.1:${(slack.address() as AddressInfo).port}`
    const apiUrl = `${base}/api`
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
    const fetching = () =>
      fetchFile(
        { client: createClient({ apiUrl, log, token: 'xoxb-t' }), token: 'xoxb-t', apiUrl },
        { ref: 'F1', name: 'a', mime: 'a/b', size: 1 },
      )

    await expect(fetching()).rejects.toMatchObject({ code: 'CHANNEL_REJECTED' })
    file = { url: `${base}/f`, status: 302, type: 'image/png' }
    await expect(fetching()).rejects.toMatchObject({ code: 'CHANNEL_REJECTED' })
    file = { url: `${base}/f`, status: 200, type: 'text/html; charset=utf-8' }
    await expect(fetching()).rejects.toMatchObject({ code: 'CHANNEL_REJECTED' })
    file = { url: `${base}/f`, status: 503, type: 'image/png' }
    await expect(fetching()).rejects.toMatchObject({ code: 'CHANNEL_UNREACHABLE', retry: true })
    file = { url: `${base}/f`, status: 200, type: 'image/png' }
    expect(await new Response(await fetching()).text()).toBe('bytes')
    expect(asked).toBe(0)
    for (const server of [slack, canary]) server.close()
  })
})

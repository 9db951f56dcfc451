import { describe, expect, it } from 'vitest'
import { kindOfBytes } from '../../kit/file-kind.ts'
import { cleanFileName } from '../../kit/file-name.ts'
import { PNG } from '../../testing/contracts/channel-stage.ts'
import { startWebDesk } from '../../testing/doubles/web-browser.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const MB = 1024 * 1024

describe('a file', () => {
  it('that is a picture is shown in place; its hash is its address for good', async () => {
    const desk = startWebDesk()
    const uploaded = await desk.upload('屏幕.png', PNG)
    const file = (await uploaded.json()) as { blob: string }
    expect([uploaded.status, file]).toEqual([
      201,
      { name: '屏幕.png', mime: 'image/png', size: PNG.byteLength, blob: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ])
    const answer = await desk.get(`/web/files/${file.blob}`)
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(PNG)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(PNG.byteLength),
      'content-disposition': 'inline',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=31536000, immutable',
    })
  })

  it.each([
    ['a page', 'picture.png', '<html><script>alert(1)</script>', 'text/plain'],
    [
      'a drawing with a script',
      'a.svg',
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      'application/octet-stream',
    ],
    ['a document', 'a.pdf', '%PDF-1.7\n', 'application/pdf'],
    ['a log', 'a.log', '繁體\tlog\r\n', 'text/plain'],
    ['a program', 'a.png', '\u007fELF\u0002\u0001\u0001\0', 'application/octet-stream'],
  ])('that is %s is only ever saved, whatever it is called', async (_, name, content, mime) => {
    const desk = startWebDesk()
    const file = (await (await desk.upload(name, bytes(content), { 'content-type': 'image/png' })).json()) as { blob: string; mime: string }
    expect(file.mime).toBe(mime)
    const { headers } = await desk.get(`/web/files/${file.blob}`)
    expect(headers.get('content-disposition')).toBe('attachment')
    expect(headers.get('content-type')).toBe(mime === 'text/plain' ? 'text/plain; charset=utf-8' : mime)
    expect(headers.get('content-security-policy')).toContain('sandbox')
  })

  it('of up to 10 MB is taken, one byte more is not, announced or streamed', async () => {
    const desk = startWebDesk()
    expect((await desk.upload('big', new Uint8Array(10 * MB))).status).toBe(201)
    const over = new Uint8Array(10 * MB + 1)
    expect((await desk.upload('big', over)).status).toBe(413)
    expect((await desk.upload('big', over, { 'content-length': String(over.byteLength) })).status).toBe(413)
    expect((await desk.upload('none', new Uint8Array())).status).toBe(400)
  })

  it('that is not there is not found, however it is asked for', async () => {
    const desk = startWebDesk()
    for (const asked of ['0'.repeat(64), 'x', '..%2f..%2fetc%2fpasswd', '%00'])
      expect((await desk.get(`/web/files/${asked}`)).status).toBe(404)
  })
})

describe('the kind of a file', () => {
  it('is bytes when it cannot be told', async () => {
    expect(await kindOfBytes(new Uint8Array([0, 1, 2, 255]))).toEqual({ mime: 'application/octet-stream', picture: false })
  })

  it('is text although the head ends within a character', async () => {
    expect((await kindOfBytes(bytes('好好好').subarray(0, 8))).mime).toBe('text/plain')
  })
})

describe('the name of a file', () => {
  it.each([
    ['a.png', 'a.png'],
    ['C:\\Users\\me\\a.png', 'a.png'],
    ['../../etc/passwd', 'passwd'],
    ['..', 'file'],
    ['', 'file'],
    ['.bashrc', 'bashrc'],
    ['a\u0000b\nc.txt', 'abc.txt'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['  发票   2024.pdf ', '发票 2024.pdf'],
    ['x\ud800.png', 'x\uFFFD.png'],
  ])('%j becomes %j', (given, name) => {
    expect(cleanFileName(given)).toBe(name)
  })

  it('is cut to 120, with its ending, between characters', () => {
    expect(cleanFileName(`${'长'.repeat(300)}.png`)).toMatch(/^长{116}\.png$/)
    const cut = cleanFileName('👍'.repeat(100))
    expect([cut.length <= 120, cut.isWellFormed()]).toEqual([true, true])
  })
})

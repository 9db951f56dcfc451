import { describe, expect, it } from 'vitest'
import { meant } from './meant.ts'

const spoken = (text: string, direct = false) => {
  const how = meant({ text, direct })
  return how.is === 'command' ? [how.command, how.args['text'] ?? ''] : ['note', how.hint ?? '']
}

describe('what is said in a thread', () => {
  it.each([
    ['回复 您好，马上处理', '您好，马上处理'],
    ['回复：您好', '您好'],
    ['回覆:您好', '您好'],
    ['Reply hello there', 'hello there'],
    ['REPLY: to him who waits', 'to him who waits'],
    ['reply\nhello\n\nwith two paragraphs', 'hello\n\nwith two paragraphs'],
    ['/reply hello', 'hello'],
    ['@bot reply hello', 'hello'],
    ['@Relaydesk，回复 您好', '您好'],
    ['@服务台 回复：您好', '您好'],
    // Full width, zero width, no-break and ideographic spaces: what looks like the word is the word.
    ['ｒｅｐｌｙ　hello', 'hello'],
    ['ＲＥＰＬＹ：hello', 'hello'],
    ['re\u200bply\u00a0hello', 'hello'],
    ['\ufeff\u2066reply hello\u2069', 'hello'],
    ['　　回复　　您好　', '您好'],
    ['reply 5 > 3 holds', '5 > 3 holds'],
    ['回复 客服会在两小时内联系您', '客服会在两小时内联系您'],
    ['回复 您的订单已发货', '您的订单已发货'],
    ['reply Tomorrow we send a new one', 'Tomorrow we send a new one'],
    ['reply: the parcel is on its way', 'the parcel is on its way'],
  ])('%j goes to the customer', (text, words) => {
    expect(spoken(text)).toEqual(['reply', words])
  })

  it.each([
    '这个客户说要换货',
    '我来回复 他',
    '回复',
    '回复：',
    '回复，您好',
    '回复您好',
    '回复了吗',
    '已回复 客户',
    '“回复 您好”',
    '「回复 您好」',
    '*reply* hello',
    '`reply hello`',
    '- reply hello',
    '1. reply hello',
    'replying now',
    'reply-all hello',
    'repl y hello',
    // A lookalike is not the word: Cyrillic е and р.
    'rерly hello',
    'ⓡⓔⓟⓛⓨ hello',
    're\u0301ply hello',
    '//reply hello',
    '//回复 您好',
    '／／回复 您好',
    'note reply hello',
    '备注：回复 您好',
    '備註 回覆 您好',
    'ｎｏｔｅ： reply hello',
    '@lin reply him please',
    '@沈佳 回复 一下',
    '@lin @bot reply hello',
    '@bot @lin reply hello',
    'hello reply hello',
    'take a look at this',
    '完成度如何',
    '',
    '   ',
    '\u200b',
  ])('%j stays inside the team, and nobody is told why', (text) => {
    expect(spoken(text)).toEqual(['note', ''])
  })

  it.each([
    '> 回复 您好',
    '＞ 回复 您好',
    '>回复 您好',
    '\u200b> reply hello',
    '  > reply hello',
    '回复 > 您好',
    'reply: > hello',
    '回复\n> 客户说的话\n好的',
    'reply hello\n> he said\nbye',
    'reply hello\n\u00a0＞ he said',
    'reply hello\r\n> he said',
    'reply hello\u2028> he said',
  ])('%j quotes, so it is a note, in every mode', (text) => {
    expect(spoken(text)[0]).toBe('note')
    expect(spoken(text, true)).toEqual(['note', 'quote'])
    expect(meant({ text, onPurpose: true })).toMatchObject({ is: 'note', hint: 'quote' })
  })

  it.each([
    'reply to him that we refund',
    'Reply with the macro',
    'reply asap',
    'reply: ',
    '回复 一下客户',
    '回复 客户了吗',
    'rewrite the intro',
  ])('%j might be talk about replying: a note', (text) => {
    expect(spoken(text)[0]).toBe('note')
  })

  it('tells the writer of a reply that was kept inside, and why', () => {
    expect(spoken('reply to him that we refund')).toEqual(['note', 'unsure'])
    expect(spoken('回复\n> 客户说的\n好的')).toEqual(['note', 'quote'])
  })

  it('takes the words of a note without its mark', () => {
    expect(meant({ text: '// 他很着急' })).toEqual({ is: 'note', text: '他很着急' })
    expect(meant({ text: '备注：他很着急' })).toEqual({ is: 'note', text: '他很着急' })
    expect(meant({ text: '//' })).toEqual({ is: 'note', text: '//' })
  })

  it.each([
    ['undo', 'undo'],
    ['撤回', 'undo'],
    ['Approve', 'approve'],
    ['批准', 'approve'],
    ['驳回 语气太冲', 'decline'],
    ['改写：您好', 'edit'],
    ['edit: the text', 'edit'],
  ])('%s is the command %s', (text, command) => {
    expect(spoken(text)[0]).toBe(command)
  })
})

/** Fault 91: a command that somebody else said, that is shown as an example, or that stands behind other words. */
describe('a command inside something else', () => {
  const COMMANDS = ['take', 'resolve', 'close', 'transfer logistics', 'undo', 'approve', '接单', '解决 已换货', '关闭', '批准']
  const SHAPES: readonly ((command: string) => string)[] = [
    (command) => `> ${command}`,
    (command) => `＞${command}`,
    (command) => `> hello\n${command}`,
    (command) => `${command}\n> ${command}`,
    (command) => `\`${command}\``,
    (command) => `\`\`\`\n${command}\n\`\`\``,
    (command) => `*${command}*`,
    (command) => `_${command}_`,
    (command) => `~${command}~`,
    (command) => `“${command}”`,
    (command) => `「${command}」`,
    (command) => `"${command}"`,
    (command) => `(${command})`,
    (command) => `<${command}>`,
    (command) => `- ${command}`,
    (command) => `1. ${command}`,
    (command) => `#${command}`,
    (command) => `// ${command}`,
    (command) => `@lin ${command}`,
    (command) => `Lin said: ${command}`,
    (command) => `转发：${command}`,
    (command) => `hello ${command}`,
    (command) => `hello\n${command}`,
    // Tags, which nobody sees.
    (command) => [...command].map((char) => String.fromCodePoint(0xe0000 + ((char.codePointAt(0) ?? 0) & 0x7f))).join(''),
  ]

  it('is never run', () => {
    const texts = COMMANDS.flatMap((command) => SHAPES.map((shape) => shape(command)))
    expect(texts.length).toBeGreaterThan(80)
    expect(texts.filter((text) => meant({ text }).is !== 'note')).toEqual([])
  })
})

describe('in direct mode', () => {
  it.each([
    ['您好，马上为您处理', '您好，马上为您处理'],
    ['Done, it is on its way!', 'Done, it is on its way!'],
    ['write to a@b.com please', 'write to a@b.com please'],
    ['回复 您好', '您好'],
  ])('the owner’s %j goes to the customer', (text, words) => {
    expect(spoken(text, true)).toEqual(['reply', words])
  })

  it.each([
    '// 他很着急',
    'note he is angry',
    '备注 他很着急',
    '備註：他很急',
    '@lin 帮忙看下',
    '问下 @沈佳',
    '＠lin look',
    '/resovle done',
    '',
    '> 他说的',
  ])('%j stays inside', (text) => {
    expect(spoken(text, true)[0]).toBe('note')
  })

  it('commands stay commands', () => {
    expect(spoken('解决 已换货', true)[0]).toBe('resolve')
    expect(spoken('接单', true)[0]).toBe('take')
    expect(spoken('undo', true)[0]).toBe('undo')
  })
})

describe('any text at all', () => {
  it('is never sent when a line of it quotes, and takes time linear in its length', () => {
    const parts = ['reply ', '回复：', '> ', '＞', '\n', ' ', '\u200b', 'words', '@lin ', '//', '：', 'note ', '\u3000']
    let seed = 7
    const next = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648
      return seed / 2147483648
    }
    for (let i = 0; i < 20_000; i++) {
      const text = Array.from({ length: 1 + Math.floor(next() * 6) }, () => parts[Math.floor(next() * parts.length)]).join('')
      const quoting = /^[ \u3000\u200b]*[>＞]/mu.test(text)
      for (const direct of [false, true]) if (quoting) expect([text, meant({ text, direct }).is]).toEqual([text, 'note'])
    }
    const began = performance.now()
    meant({ text: `reply ${'> '.repeat(4000)}${' '.repeat(200_000)}x`, direct: true })
    meant({ text: `${'@bot '.repeat(40_000)}reply x`, direct: true })
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})

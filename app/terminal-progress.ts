/** What a long command is doing, on one line of a terminal that keeps changing; nothing where no terminal reads it. */
export function terminalProgress(to: NodeJS.WriteStream = process.stderr): { show(what: string): void; end(): void } {
  const line = (text: string) => to.isTTY && to.write(`\r\x1b[K${text}`)
  return { show: line, end: () => void line('') }
}

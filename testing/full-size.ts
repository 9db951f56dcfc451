/** With FULL_SIZE=1 a test runs at the size of the project's numbers, which takes minutes; else at one for every day. */
export const sized = (everyDay: number, full: number): number => (process.env['FULL_SIZE'] === '1' ? full : everyDay)

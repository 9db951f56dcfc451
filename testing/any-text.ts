import fc from 'fast-check'

/** Text of any characters, halves of such among them. What fast-check has for that takes seconds to get ready. */
export const anyText = (): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 0x10_ff_ff })).map((points) => String.fromCodePoint(...points))

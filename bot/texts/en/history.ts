/** What the import of old tickets says at a terminal. */
export const history = {
  line: (file: string, line: number, says: string) => `${file}:${line} ${says}`,
  faults: {
    broken: (_: string) =>
      'cannot be read: a quote is not closed, there are more cells than columns, or it is no JSON object. Mend the line.',
    'no-text': (_: string) => 'has no words.',
    'too-short': (value: string) => `says too little to learn from (“${value}”).`,
    'no-category': (_: string) => 'has no category.',
    'category-unknown': (value: string) =>
      `has a category the desk does not know (“${value}”). Add --labels "${value}=group/name", or the category to desk.yaml.`,
    'lang-unknown': (value: string) => `has a language the desk does not know (“${value}”). Write zh-CN, zh-TW or en, or leave it empty.`,
    conflict: (value: string) => `says the same as another line with another category (“${value}”), so neither is used.`,
  },
  more: (count: number) => `… and ${count} more lines that cannot be used. If nearly all are, look at --map.`,
  columnMissing: (name: string, columns: string) => `The file has no column “${name}”. It has: ${columns || 'none'}. Correct --map.`,
  dry: (count: number) => `Nothing was changed. ${count} examples could be learned from; to take them in, add --write.`,
  written: (count: number) =>
    `${count} new examples were taken in. From twenty on the desk learns from them by itself within some ten minutes; “Retrain now” under Settings does it at once.`,
}

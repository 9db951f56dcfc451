import type { history as en } from '../en/history.ts'

/** 导入历史工单时终端上的话。 */
export const history: typeof en = {
  line: (file, line, says) => `${file}:${line} ${says}`,
  faults: {
    broken: () => '无法读取：引号没有闭合、单元格比列多，或者不是 JSON 对象。请修改这一行。',
    'no-text': () => '没有正文。',
    'too-short': (value) => `内容太少，学不到东西（“${value}”）。`,
    'no-category': () => '没有分类。',
    'category-unknown': (value) => `分类“${value}”在服务台里不存在。请加上 --labels "${value}=group/name"，或在 desk.yaml 里添加这个分类。`,
    'lang-unknown': (value) => `语言“${value}”不认识，请写 zh-CN、zh-TW 或 en，或者留空。`,
    conflict: (value) => `与另一行内容相同、分类不同（“${value}”），两行都不使用。`,
  },
  more: (count) => `……另有 ${count} 行无法使用。如果几乎全部都这样，请检查 --map。`,
  columnMissing: (name, columns) => `文件里没有“${name}”这一列，现有：${columns || '无'}。请改正 --map。`,
  dry: (count) => `没有做任何改动。可学习的例句有 ${count} 条；确定导入请加 --write。`,
  written: (count) => `已导入 ${count} 条新例句。满二十条，系统会在十分钟左右自动学习；在“设置”页点“立即重新训练”可马上学习。`,
}

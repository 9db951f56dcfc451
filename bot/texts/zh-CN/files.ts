import type { files as en } from '../en/files.ts'

export const files: typeof en = {
  notFetched: (name) => `📎 文件“${name}”未能获取。请点卡片上的“重新获取文件”，或输入：重新获取文件`,
  missing: (name) => `${name}（未能获取）`,
  waiting: (name) => `${name}（获取中）`,
  label: '文件',
  steps: (lines) => `🎬 模型看过视频后的建议，未经人工核实：\n${lines}`,
}

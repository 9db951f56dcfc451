import type { marks as en } from '../en/marks.ts'

export const marks: typeof en = {
  check: '请人工核对',
  note: '识别方式',
  codes: {
    injection: '消息里有对机器人下的指令，系统没有自动处理，请先看原文再操作',
    budget: '由内置模型识别：大模型的额度已用完',
    picture: '部分内容识别自图片',
    film: '部分内容识别自视频画面',
    voice: '部分内容转写自语音',
    unread: '有图片、视频或语音没能转成文字',
    silent: '一分钟内消息来回太多，系统曾暂停自动答复；对方可能是自动回复',
  },
}

import type { marks as en } from '../en/marks.ts'

export const marks: typeof en = {
  check: '請人工確認',
  note: '辨識方式',
  codes: {
    injection: '訊息裡有對機器人下的指令，系統沒有自動處理，請先看原文再操作',
    budget: '由內建模型辨識：大型語言模型的額度已用完',
    picture: '部分內容辨識自圖片',
    film: '部分內容辨識自影片畫面',
    voice: '部分內容轉寫自語音訊息',
    unread: '有圖片、影片或語音訊息無法轉成文字',
    silent: '一分鐘內訊息來回太多，系統曾暫停自動回覆；對方可能是自動回覆',
  },
}

import type { errors as en } from '../en/errors.ts'
import { whyNoBackup } from './backup.ts'

/** 每一种失败：发生了什么，该怎么办。 */
export const errors: typeof en = {
  TICKET_NOT_FOUND: { title: '没有找到工单', detail: (f) => `没有工单 ${f['number'] ?? '（该编号）'}。请核对编号后重试。` },
  TICKET_ALREADY_TAKEN: {
    title: '已被接单',
    detail: (f) => `${f['agent'] || '其他同事'} 抢先一步接了这张工单。可以在话题里联系对方，或请对方放回。`,
  },
  TICKET_NOT_TAKEN: { title: '还没有人接单', detail: () => '请先接单，再重试。' },
  TICKET_ENDED: { title: '工单已结束', detail: () => '这张工单已解决、关闭、合并或标记为不是请求。请先重开，或新建工单。' },
  TICKET_NOT_ENDED: { title: '工单还没有结束', detail: () => '只有已结束的工单才能重开，无需操作。' },
  TICKET_UNCHANGED: { title: '没有变化', detail: () => '工单已经是您想要的样子。' },
  CARD_OUTDATED: { title: '卡片已过期', detail: () => '卡片生成后工单又有变化。请看最新的卡片，仍需要时再点一次。' },
  MESSAGE_NOT_FOUND: { title: '没有找到', detail: () => '这条消息或事项已不存在，或已有人处理。请刷新页面。' },
  CONVERSATION_NOT_FOUND: { title: '没有找到会话', detail: () => '这里没有这个会话。请使用 POST /v1/messages 返回的会话编号，或不填。' },
  CUSTOMER_NOT_FOUND: {
    title: '没有这位客户',
    detail: () => '服务台里没有这个编号的客户。请在该客户的工单中查看编号。',
  },
  MESSAGE_UNHEARD: {
    title: '服务台没有听到这条消息',
    detail: () => '服务台只知道它在频道里时的消息。请在消息上使用快捷方式（会带上原文），或写“@bot 建单 …”。',
  },
  CUSTOMER_AMBIGUOUS: {
    title: '是哪位客户？',
    detail: (f) => `有多位客户叫${f['customer'] ? `“${f['customer']}”` : '这个名字'}。请填客户编号，或这位客户任一工单的编号。`,
  },
  CUSTOMER_UNREACHABLE: {
    title: '无法联系到客户',
    detail: () => '这位客户从未给服务台发过消息，所以没有渠道可以发送。请自行致电或联系客户，并在这里留下备注。',
  },
  AGENT_NOT_FOUND: {
    title: '没有找到客服',
    detail: (f) => `没有键或编号为${f['agent'] ? `“${f['agent']}”` : '该值'}的客服。可用的客服见 GET /v1/playground 和 desk.yaml。`,
  },
  TEAM_NOT_FOUND: { title: '没有找到团队', detail: (f) => `没有团队${f['team'] ? `“${f['team']}”` : ''}。请使用设置中的团队键或名称。` },
  CATEGORY_NOT_FOUND: { title: '没有找到分类', detail: (f) => `没有分类${f['category'] ? `“${f['category']}”` : ''}。请从列表中选择。` },
  FIELD_NOT_FOUND: { title: '没有找到字段', detail: (f) => `没有字段${f['field'] ? `“${f['field']}”` : ''}。请使用设置中的字段。` },
  TICKET_SAME: { title: '同一个工单', detail: () => '工单不能与自己合并或关联，请换一个工单号。' },
  TICKET_OF_ANOTHER: {
    title: '其他客户的工单',
    detail: (f) => `${f['number'] ?? '该工单'} 属于其他客户，不能让一位客户看到另一位的内容。请改用关联。`,
  },
  OTHER_TICKET_ENDED: {
    title: '对方工单已结束',
    detail: (f) => `${f['number'] ?? '对方工单'} 已结束，无法继续处理。请先重开，或换一个工单号。`,
  },
  LEVEL_NOT_FOUND: {
    title: '找不到客户等级',
    detail: (f) => `没有客户等级${f['level'] ? `“${f['level']}”` : ''}。请使用设置（desk.yaml）里的等级，或填 none 取消。`,
  },
  TAG_NOT_FOUND: { title: '找不到标签', detail: (f) => `没有标签${f['tag'] ? `“${f['tag']}”` : ''}。请使用设置（desk.yaml）里的标签。` },
  MACRO_NOT_FOUND: {
    title: '找不到快捷处理',
    detail: (f) => `没有快捷处理${f['macro'] ? `“${f['macro']}”` : ''}。请使用设置（desk.yaml）里已有的。`,
  },
  MACRO_INCOMPLETE: {
    title: '还有内容没填',
    detail: (f) => `${f['place'] ?? '文字中的一处'}还没有内容，没有执行任何操作。请从卡片打开并填好后再发送。`,
  },
  TIME_WRONG: {
    title: '看不懂时间',
    detail: (f) => `“${f['time'] ?? ''}”不是 90 天内的将来时间。请写成例如 2h、明天 9 点、2026-02-01 8:15。`,
  },
  FIELD_WRONG: {
    title: '内容格式不对',
    detail: (f) => `“${f['value'] ?? ''}”不能作为${f['field'] ?? '该字段'}，没有做任何修改。请检查后重试。`,
  },
  COMMAND_UNKNOWN: {
    title: '不认识的指令',
    detail: (f) => `服务台没有指令${f['command'] ? `“${f['command']}”` : ''}。发送“帮助”查看可用的指令。`,
  },
  COMMAND_INCOMPLETE: { title: '缺少内容', detail: (f) => `这个指令还需要${f['needs'] ? `“${f['needs']}”` : '更多内容'}。请补充后重试。` },
  NOT_ALLOWED: {
    title: '没有权限',
    detail: (f) =>
      f['why'] === 'cross-origin'
        ? '请求来自其他网站，没有执行任何操作。请使用服务台自己的页面。'
        : f['why'] === 'area'
          ? '您的角色不能查看或使用这里，请联系服务台的管理员。'
          : '您的角色或团队不能对这张工单这样做。请找组长，或负责该工单的团队。',
  },
  NOT_SIGNED_IN: {
    title: '请先登录',
    detail: () => '请在 /login 登录，或带上“Authorization: Bearer”和 API 令牌。未设置 API_TOKEN 时，令牌在 DATA_DIR/api-token 里。',
  },
  TOKEN_INVALID: { title: '按钮无效', detail: () => '点击的按钮不是本服务台生成的，或已过期。请刷新页面后再点。' },
  REPLY_STILL_WAITING: { title: '还有回复在等待', detail: () => '这张工单还有回复在等待发送。请先批准、发出或撤回它，再解决工单。' },
  REPLY_STAYS: { title: '回复无法撤回', detail: () => '客户已经收到，而且客户所在的渠道不支持撤回。如需更正，请再回复一条。' },
  REPLY_NOT_WAITING: { title: '回复已不在等待', detail: () => '它已经发送或放弃，无需操作。' },
  REPLY_NEEDS_ANOTHER: { title: '需要第二人批准', detail: () => '不能批准自己的回复。请组长或同组的其他客服批准，或改写它。' },
  INPUT_INVALID: {
    title: '内容无法识别',
    detail: (f) =>
      `发送的内容格式不对${f['where'] ? `，位置“${f['where']}”` : ''}${f['why'] ? `：${f['why']}` : ''}。格式说明见 /v1/openapi.json。`,
  },
  INPUT_TOO_LARGE: {
    title: '内容太大',
    detail: (f) => `超过了一次能接收的大小${f['max'] ? `（最多 ${f['max']}）` : ''}。请缩短或分开发送。`,
  },
  INPUT_CONFLICT: { title: '编号已被使用', detail: () => '同一编号之前发过不同的内容，这次没有任何改动。新消息请用新的编号。' },
  ROUTE_NOT_FOUND: { title: '没有这个地址', detail: (f) => `${f['path'] ?? '这个地址'} 没有内容。可用的地址见 /v1/openapi.json。` },
  FILE_TYPE_REFUSED: { title: '不接收这种文件', detail: () => '服务台不接收这种类型的文件。请发送图片、PDF 或普通文档。' },
  CHANNEL_UNKNOWN: {
    title: '不能使用的渠道名',
    detail: (f) =>
      `${f['channel'] ? `“${f['channel']}”` : '该名称'} 不能作为远程渠道名。请用 2 到 31 个小写字母、数字或连字符，且不与内置渠道重名。`,
  },
  CHANNEL_RATE_LIMITED: { title: '平台要求放慢', detail: () => '聊天平台暂时不接收更多消息，服务台会自动重试。' },
  CHANNEL_UNREACHABLE: { title: '平台没有响应', detail: () => '无法连接聊天平台。请检查网络后重试。' },
  CHANNEL_REJECTED: { title: '平台拒绝了', detail: () => '聊天平台没有接收这条消息，可能是内容、文件或接收人不被允许。请修改后重试。' },
  MODEL_UNREACHABLE: { title: '模型没有响应', detail: () => '无法连接模型服务，期间由内置规则来理解消息。' },
  MODEL_ANSWER_INVALID: { title: '模型的回答无法使用', detail: () => '模型的回答格式不对，会重新理解这条消息，或改用内置规则。' },
  MODEL_UNREADABLE: { title: '保存的模型无法读取', detail: () => '训练好的模型属于其他版本。请在设置中重新训练。' },
  CONFIG_INVALID: {
    title: '设置有误',
    detail: (f) => `${f['problems'] ?? f['says'] ?? '配置有错误。'} 请修正后重新加载；在此之前继续使用旧的配置。`,
  },
  DATA_DIR_LOCKED: {
    title: '数据目录正在使用',
    detail: (f) =>
      `另一个服务台${f['pid'] ? `（进程 ${f['pid']}${f['host'] ? `，主机 ${f['host']}` : ''}）` : ''}正在使用 ${f['dir'] ?? '该目录'}。请先停止它，或换一个 DATA_DIR。`,
  },
  DATA_DIR_UNUSABLE: {
    title: '数据目录不能使用',
    detail: (f) =>
      f['said'] !== undefined
        ? `${f['dir'] ?? '该目录'} 里的数据库打不开（${f['said']}）。里面的文件都没有删。请保持原样，把最近的备份恢复到另一个目录：DATA_DIR=<目录> npm run restore -- --from <备份>`
        : `${f['dir'] ?? '该目录'} 无法读写${f['why'] ? `（${f['why']}）` : ''}。请确认目录存在、有权限且有空间。`,
  },
  SCHEMA_MISMATCH: {
    title: '数据库版本不符',
    detail: (f) => `数据库与当前版本不符。请运行“${f['command'] ?? 'npm run migrate'}”后再启动。`,
  },
  BACKUP_REFUSED: { title: '无法备份或恢复', detail: whyNoBackup },
  RUNTIME_TOO_OLD: { title: 'Node.js 版本太旧', detail: () => 'Relaydesk 需要 Node.js 22.18 或更高版本。请运行“npm ci”，或安装 Node 24。' },
  UNAVAILABLE: { title: '暂时不可用', detail: (f) => `服务台现在无法完成${f['why'] ? `（${f['why']}）` : ''}。请稍后再试。` },
  UNEXPECTED: {
    title: '出错了',
    detail: (f) => `这是服务台的问题，不是您的问题。请重试；如果仍然如此，请查看日志${f['request'] ? `中的 ${f['request']}` : ''}。`,
  },
}

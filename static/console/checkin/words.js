// Every word that a check-in desk says.

export const outcomes = {
  arrived: "已签到", already: "重复签到", just_now: "刚刚扫过", refused: "不能签到", pending: "核对中…",
};

export const why = {
  early: ({stage}) => `${stage}还没有开始`,
  late: ({stage}) => `${stage}已经结束`,
  closed: ({stage}) => `${stage}现在不开放`,
  ahead: () => "记录的时间晚于现在",
  unknown_badge: () => "名册里没有这个号码",
  unknown_stage: () => "没有这个环节了",
  not_entitled: ({stage}) => `此人不在“${stage}”的范围内`,
  malformed: () => "记录有误，服务器没有收下",
  gone: () => "没有可以撤销的签到",
  storage: () => "这条没有记下来",
  code: () => "不认识这个二维码",
  nobody: () => "没有找到",
  none: () => "本机没有名单",
  bad: () => "本机名单的签名不对，已停用",
  expired: () => "本机名单已过期",
  forgotten: () => "登录已失效，本机名单已清除",
};

// What staff do about it.
export const advice = {
  early: ({opens}) => `${opens} 开始，请稍后再来`,
  late: ({closes}) => `${closes} 已结束，请联系会务组`,
  closed: ({hours}) => `每天 ${hours} 开放`,
  ahead: () => "请核对本机的时间，再扫一次",
  unknown_badge: () => "请核对号码，或输入姓名查找",
  unknown_stage: () => "请重新选择环节",
  not_entitled: () => "请核对环节是否选对；有疑问找会务组",
  malformed: () => "请重新扫描",
  gone: () => "可能已在别处撤销，不用处理",
  storage: () => "请再扫一次；还不行，请换一台设备",
  code: () => "请扫代表证上的码，或输入姓名、证号",
  nobody: () => "请换个写法，或输入证号",
  none: () => "请联网后重新打开本页",
  bad: () => "请联网后重新打开本页",
  expired: () => "请联网后重新打开本页",
  forgotten: () => "请联网，重新登录",
};

export const link = {
  online: "在线", offline: "离线", "signed-out": "未登录", forbidden: "不能使用", starting: "连接中…",
};

export const waiting = (count) => `${count} 条待上传`;
export const alone = "已记在本机，联网后自动上传";
export const first = ({time, desk, by}) => `${time} 已在 ${desk || "别处"} 签到${by ? `（${by}）` : ""}`;
export const several = (count) => `有 ${count} 人符合，请点选`;
export const findings = (count) => `上传后发现 ${count} 条要核对`;
export const found = {
  already: "重复", just_now: "重复", refused: "未记入", undone: "已撤销",
};
export const understood = "知道了";
export const undo = "撤销";
export const states = {
  waiting: "待上传", arrived: "已签到", already: "重复", just_now: "重复", refused: "未记入", withdrawn: "已撤销", undoing: "已撤销，待上传",
  undone: "已撤销",
};
export const window_ = {
  open: "进行中", early: ({opens}) => `${opens} 开始`, late: ({closes}) => `${closes} 已结束`,
  closed: ({hours}) => `每天 ${hours}`,
};
export const yourself = "微信自助";

const kept = (count) => (count ? `${count} 条记录保存在本机，不会丢。` : "");
export const notices = {
  "signed-out": (count) => [
    `登录已失效，本机上的名单已清除。${kept(count)}请重新登录，${count ? "记录会自动上传，" : ""}名单会自动取回。登录不了，请找管理员。`, "去登录",
  ],
  forbidden: (count) => [
    `这个账号现在不能签到，本机上的名单已清除。${kept(count)}请点“去处理”：要换密码的先换密码；没有权限的，请找管理员，或退出后换一个账号登录。`,
    "去处理",
  ],
  forgotten: (count) => [`登录已失效，本机上的名单已清除。${kept(count)}请联网，重新登录。`, "重试"],
  offline: () => ["没有网络，照常扫码：记录保存在本机，联网后自动上传。请不要清除浏览器数据。", ""],
  none: () => ["正在取名单，请稍等。一直取不到，请检查网络再重试。", "重试"],
  bad: () => ["本机名单的签名不对，已停用。请联网，重新取名单。", "重试"],
  expired: () => ["本机名单已过期。请联网，重新取名单。", "重试"],
  insecure: () => ["本页不是通过 https 打开的，离线、扫码都用不了。请用会务组给的网址打开。", ""],
  storage: () => ["这个浏览器不让本页保存记录（可能是无痕模式）。请换一个窗口或浏览器。", ""],
};

export const camera = {
  none: "没有找到摄像头，或没有允许使用。请在浏览器的地址栏旁允许摄像头。", open: "用摄像头扫码", close: "关闭摄像头",
};
export const leaving = (count) =>
  count
    ? `还有 ${count} 条没有上传。退出后它们留在本机，下次有人在本机登录才会上传。`
    : "退出后，本机上的名单会被清除。";
export const leaveAnyway = (count) => `${leaving(count)}现在退出吗？`;
export const leavingOffline = "现在没有网络，不能退出。请联网后再退出。";

// Every word that a board says of itself.

export const states = {live: "实时", polling: "每 5 秒更新", lost: "连不上，稍后再试", "signed-out": "登录已过期，请重新登录"};
export const hour = (hour) => `${hour}时`;
export const at = (time) => `更新于 ${time}`;
export const nobodyMissing = "都到了。";
export const noDuplicates = "没有。";
export const noRefused = "没有。";
export const noHours = "还没有人签到。";
export const short = (name) => name.replace(/代表团$/, "");
export const nameless = "未编团";
export const group = (name, count) => `${name || nameless} ${count} 人`;
export const yourself = "微信自助";
export const twice = (first, again) => `${first}；又于 ${again}`;
export const seen = ({time, desk, by}) => `${time} ${desk}${by ? `（${by}）` : ""}`;
export const why = {
  unknown_badge: "名册里没有", unknown_stage: "没有这个环节", not_entitled: "不在范围内", early: "还没开始", late: "已经结束",
  closed: "不在开放时间", ahead: "时间不对",
};
export const plot = (most) => `每小时签到人数，最多 ${most} 人`;
export const admit = "仍然放行";

// The calls to the stand-in behind this page.

async function answer(response) {
  let body = {};
  try {
    body = await response.json();
  } catch {
    return { ok: false, error: `模拟平台没有正常回答（${response.status}）` };
  }
  if (!response.ok && !body.error) return { ok: false, error: `模拟平台拒绝了（${response.status}）` };
  return body;
}

async function call(path, options) {
  try {
    return await answer(await fetch(path, options));
  } catch {
    return { ok: false, error: "连不上模拟平台，请看看它是否还在运行" };
  }
}

export const get = (path) => call(path);

export const post = (path, values) =>
  call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(values) });

export function upload(path, values) {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) for (const one of [value].flat()) form.append(name, one);
  return call(path, { method: "POST", body: form });
}

export const act = (openid, what, values = {}) => post("/phone/act", { openid, do: what, ...values });

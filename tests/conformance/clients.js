// Two public npm packages behind one small server: wechat-crypto opens and seals what passes the webhook, co-wechat-api
// calls the platform's API. The tests drive it over HTTP; standard output tells the port, once.
'use strict';

const http = require('http');
const API = require('co-wechat-api');
const Crypto = require('wechat-crypto');

const apps = new Map(); // original id -> { crypto, appid }
let seen = [];
let behaviour = [];
let working = new Set(); // pushes that are not answered yet
let apis = new Map(); // appid -> co-wechat-api

const read = (request) => new Promise((resolve) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => resolve(Buffer.concat(parts)));
});

const element = (xml, name) => {
  const found = new RegExp(`<${name}><!\\[CDATA\\[([\\s\\S]*?)\\]\\]></${name}>`).exec(xml)
    || new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml);
  return found ? found[1] : '';
};

function envelope(body) {
  const text = body.toString();
  if (text.startsWith('{')) {
    const { Encrypt = '', ToUserName = '' } = JSON.parse(text);
    return { encrypt: Encrypt, to: ToUserName, json: true };
  }
  return { encrypt: element(text, 'Encrypt'), to: element(text, 'ToUserName'), json: false };
}

// A push as it came, opened with wechat-crypto when it is sealed.
function opened(request, body) {
  const query = new URL(request.url, 'http://webhook').searchParams;
  const { encrypt, to, json } = envelope(body);
  const known = apps.get(to);
  const push = {
    method: request.method, url: request.url, headers: request.rawHeaders, body: body.toString('base64'), to, json,
    inner: body.toString(), signed: true, appid: '', hung_up: false, answered: false,
  };
  if (encrypt && known) {
    const { message, id } = known.crypto.decrypt(encrypt);
    const expected = known.crypto.getSignature(query.get('timestamp'), query.get('nonce'), encrypt);
    Object.assign(push, { inner: message, appid: id, signed: expected === query.get('msg_signature') });
  }
  return push;
}

function sealed(reply, push, spoiled) {
  const { crypto } = apps.get(push.to);
  const encrypt = crypto.encrypt(reply);
  const stamp = String(Math.floor(Date.now() / 1000));
  const signature = spoiled ? '0'.repeat(40) : crypto.getSignature(stamp, '77', encrypt);
  return `<xml><Encrypt><![CDATA[${encrypt}]]></Encrypt><MsgSignature>${signature}</MsgSignature>`
    + `<TimeStamp>${stamp}</TimeStamp><Nonce><![CDATA[77]]></Nonce></xml>`;
}

// One step of the script: {wait: ms, body: "..."} or {reply: "xml with {openid} and {me}", seal: true|false|"spoiled"}.
async function answer(push, step) {
  if (step.wait) await new Promise((resolve) => setTimeout(resolve, step.wait));
  if (step.reply === undefined) return step.body === undefined ? 'success' : step.body;
  const reply = step.reply.replaceAll('{openid}', element(push.inner, 'FromUserName')).replaceAll('{me}', push.to);
  return step.seal === false || !push.appid ? reply : sealed(reply, push, step.seal === 'spoiled');
}

async function webhook(request, response) {
  const body = await read(request);
  if (request.method === 'GET') {
    const query = new URL(request.url, 'http://webhook').searchParams;
    const signature = [...apps.values()][0].crypto.getSignature(query.get('timestamp'), query.get('nonce'), '');
    const step = behaviour.shift() || {};
    const echo = query.get('echostr');
    seen.push({ method: 'GET', url: request.url, headers: request.rawHeaders, signed: signature === query.get('signature') });
    return response.end(step.body === undefined ? echo : step.body.replaceAll('{echo}', echo));
  }
  const push = opened(request, body);
  seen.push(push);
  const together = working;
  together.add(push);
  push.working = together.size;
  const step = behaviour.length > 1 ? behaviour.shift() : behaviour[0] || {};
  response.on('close', () => { push.hung_up = !push.answered; });
  const said = await answer(push, step);
  push.answered = true;
  together.delete(push);
  return response.writeHead(step.status || 200, { 'Content-Type': 'text/xml' }).end(said);
}

const control = {
  // Whose keys there are, and where the API is.
  '/control/begin': ({ accounts, base }) => {
    apps.clear();
    for (const { original_id, token, key, appid } of accounts) {
      apps.set(original_id, { crypto: new Crypto(token, key, appid), appid });
    }
    seen = [];
    behaviour = [];
    working = new Set();
    apis = new Map(accounts.map(({ appid, secret }) => [appid, Object.assign(new API(appid, secret), {
      prefix: `${base}/cgi-bin/`, snsPrefix: `${base}/sns/`, mpPrefix: `${base}/cgi-bin/`, wxaPrefix: `${base}/wxa/`,
      fileServerPrefix: `${base}/cgi-bin/`, customservicePrefix: `${base}/customservice/`,
    })]));
    return {};
  },
  '/control/behave': ({ steps }) => { behaviour = steps; return {}; },
  '/control/seen': () => seen,
  // A call of co-wechat-api by its name.
  '/control/call': async ({ appid, name, given }) => {
    try {
      const result = await apis.get(appid)[name](...given);
      return { result: Buffer.isBuffer(result) ? { bytes: result.toString('base64') } : result };
    } catch (error) {
      if (error.code === undefined) throw error;
      return { code: error.code, message: error.message };
    }
  },
};

const server = http.createServer(async (request, response) => {
  const [path] = request.url.split('?');
  if (!(path in control)) return webhook(request, response);
  try {
    const given = JSON.parse((await read(request)).toString() || '{}');
    return response.end(JSON.stringify(await control[path](given)));
  } catch (error) {
    return response.writeHead(500).end(String(error.stack));
  }
});
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
process.stdin.on('end', () => process.exit(0)).resume(); // whoever started this is gone

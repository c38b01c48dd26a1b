// The service worker of the check-in page: the page opens without a network. VERSION, PAGE and FILES are written above
// by the server; it keeps the page's own files and nothing else: no names, no answers. The roster that the page keeps goes
// when the server says that nobody is signed in any more who may have it, also if no page gets as far as to ask.

const CACHE = `checkin-${VERSION}`;
const BARRED = [401, 403]; // signed out; not for this account
const PATIENCE = 4000; // milliseconds that the network has to give the page

async function keepAll() {
  const cache = await caches.open(CACHE);
  await Promise.all([PAGE, ...FILES].map(async (address) => {
    const response = await fetch(new Request(address, {cache: "reload", credentials: "same-origin"}));
    if (!response.ok || response.redirected) throw new Error(`${address}: ${response.status}`);
    await cache.put(address, response);
  }));
}

async function page(answer) {
  const kept = await caches.match(PAGE, {cacheName: CACHE});
  if (!kept) return answer;
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, kept); });
  // A proxy whose server is away answers too. A redirect (to the sign-in) is the answer, and is not kept.
  const asked = answer.then((response) => (response.status < 500 ? response : kept), () => kept);
  return Promise.race([asked, late]);
}

/** Forget the roster if this answer to the page's address means that; the server is asked, for others redirect as well. */
async function forgetIfBarred(answer) {
  const {type, status} = await answer;
  if (type !== "opaqueredirect" && !BARRED.includes(status)) return;
  const told = await fetch(`${PAGE}/hello`, {headers: {Accept: "application/json"}, cache: "no-store", redirect: "error"});
  if (!BARRED.includes(told.status) || (await told.json()).error?.status !== told.status) return;
  await forget();
}

function forget() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("checkin");
    request.onupgradeneeded = () => request.transaction.abort(); // there is none, and the page makes its own
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const transaction = request.result.transaction("kept", "readwrite");
      transaction.objectStore("kept").clear();
      transaction.oncomplete = () => {
        request.result.close();
        new BroadcastChannel("checkin").postMessage("wiped");
        resolve();
      };
      transaction.onabort = () => reject(transaction.error);
    };
  });
}

async function file(request) {
  return (await caches.match(request, {cacheName: CACHE})) ?? fetch(request);
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepAll());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("checkin-") && name !== CACHE) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const {request} = event;
  const {origin, pathname} = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) {
    const answer = fetch(request);
    event.respondWith(page(answer));
    event.waitUntil(forgetIfBarred(answer).catch(() => {})); // whatever comes in between, the page asks again
  } else if (FILES.includes(pathname)) event.respondWith(file(request));
});

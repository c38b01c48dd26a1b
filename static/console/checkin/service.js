// The service worker of the check-in page: the page opens without a network. VERSION, PAGE and FILES are written above
// by the server; it keeps the page's own files and nothing else: no names, no answers.

const CACHE = `checkin-${VERSION}`;
const PATIENCE = 4000; // milliseconds that the network has to give the page

async function keepAll() {
  const cache = await caches.open(CACHE);
  await Promise.all([PAGE, ...FILES].map(async (address) => {
    const response = await fetch(new Request(address, {cache: "reload", credentials: "same-origin"}));
    if (!response.ok || response.redirected) throw new Error(`${address}: ${response.status}`);
    await cache.put(address, response);
  }));
}

async function page(request) {
  const kept = await caches.match(PAGE, {cacheName: CACHE});
  if (!kept) return fetch(request);
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, kept); });
  // A proxy whose server is away answers too. A redirect (to the sign-in) is the answer, and is not kept.
  const asked = fetch(request).then((response) => (response.status < 500 ? response : kept), () => kept);
  return Promise.race([asked, late]);
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
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(page(request));
  else if (FILES.includes(pathname)) event.respondWith(file(request));
});

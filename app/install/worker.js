// The service worker: keeps what the page needs to open, so that it opens without the relay and can say so.
//
// The page itself always comes from the relay when that answers, and everything else by a name that changes with its
// content: an old page never meets a newer relay. Nothing of the API is touched, let alone kept.

// Filled in by app/modules.mjs: what to keep, and a name for just this.
const { version, files } = self.shell;
const kept = `postern-${version}`;

// Answers of a proxy whose relay is gone (RFC 9110, sections 15.6.3 to 15.6.5).
const noRelay = [502, 503, 504];

self.addEventListener('install', (event) => {
  // What has no hash in its name may be an old copy of the browser's own cache.
  const requests = files.map((file) => new Request(file, { cache: file === '/' ? 'reload' : 'default' }));
  event.waitUntil(caches.open(kept).then((cache) => cache.addAll(requests)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const old = async () => (await caches.keys()).filter((name) => name.startsWith('postern-') && name !== kept);
  event.waitUntil(old().then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate' && !pathname.startsWith('/api/')) event.respondWith(fromRelayFirst(request));
  else if (pathname !== '/' && files.includes(pathname)) event.respondWith(fromKeptFirst(request, pathname));
});

async function fromRelayFirst(request) {
  try {
    const answer = await fetch(request);
    if (!noRelay.includes(answer.status)) return answer;
    return (await caches.match('/', { cacheName: kept })) ?? answer;
  } catch (error) {
    const page = await caches.match('/', { cacheName: kept });
    if (page) return page;
    throw error;
  }
}

async function fromKeptFirst(request, pathname) {
  return (await caches.match(pathname, { cacheName: kept })) ?? fetch(request);
}

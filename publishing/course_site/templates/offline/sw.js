// Keeps the whole course for a device without a network. What is on the server goes first: with a network, every page
// is the newest one. FILES and VERSION stand above: every file of one build, each with its SHA-256.
const HOME = registration.scope;
const CACHE = `${HOME} ${VERSION}`;      // a host may have other courses beside this one
const FINGERPRINT = /[?&]v=/;
const PATIENCE = 5000;      // milliseconds before a page comes from here, on a network that does not answer
const here = new Set();      // open pages that came from here: the rest of them does too, or versions would mix

const digestOf = async (response) =>
  btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', await response.arrayBuffer()))));

/** Keeps one file: as an earlier version had it, or else from the server, where it must be the file of this build. */
async function keep(cache, name) {
  const url = HOME + name;
  const kept = await caches.match(url);
  if (kept && await digestOf(kept.clone()) === FILES[name]) return cache.put(url, kept);
  const response = await fetch(url, { cache: 'no-cache', integrity: `sha256-${FILES[name]}` });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  // Some hosts lead to another address; a browser opens no page from an answer that did.
  return cache.put(url, new Response(response.body, { headers: response.headers }));
}

/** All of them, three at a time. Where one fails, the version that was there stays. */
async function install() {
  const cache = await caches.open(CACHE);
  const waiting = Object.keys(FILES);
  const lane = async () => {
    while (waiting.length) await keep(cache, waiting.pop());
  };
  try {
    await Promise.all([lane(), lane(), lane()]);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
  await self.skipWaiting();
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(`${HOME} `) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The file that an address means, or nothing: the API, and whatever else is not of this build. */
function nameOf({ method, url }) {
  const path = url.split(/[?#]/)[0];
  if (method !== 'GET' || !path.startsWith(HOME)) return undefined;
  const name = decodeURIComponent(path.slice(HOME.length));
  return [name, `${name}.html`, `${name}index.html`].find((each) => each in FILES);
}

async function answer({ request, clientId, resultingClientId }, name) {
  const kept = async () => (await caches.open(CACHE)).match(HOME + name);
  const client = resultingClientId || clientId;
  if (here.has(client)) return (await kept()) || fetch(request);
  // Hosts that say nothing of how long, or too long, would give an old file; one with a fingerprint is never old.
  const server = fetch(request, { cache: FINGERPRINT.test(request.url) ? 'default' : 'no-cache' });
  const good = server.then((response) => (response.status < 500 ? response : Promise.reject(response)));
  const page = request.mode === 'navigate';
  const patience = page ? new Promise((_, give) => setTimeout(give, PATIENCE)) : good;
  try {
    return await Promise.race([good, patience]);
  } catch {
    const file = await kept();
    if (!file) return server;
    if (page) here.add(client);
    return file;
  }
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const name = nameOf(event.request);
  if (name) event.respondWith(answer(event, name));
});

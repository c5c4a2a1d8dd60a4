// The page as an installed program: it opens without its relay and says what it needs, and is never older than its relay.

import { createServer, request as ask } from 'node:http';

import { expect, test } from '../support/test.js';

// A reload breaks off what is being loaded, and says so.
test.use({ serviceWorkers: 'allow', provoked: [[/compilation aborted/], { option: true }] });

// What the tests put in the place of modules would be kept too.
test.beforeEach(({ context }) => context.unrouteAll());

/** Waits until the service worker has kept what the page needs. */
async function installed(page) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
    }
  });
}

const kept = (page) => page.evaluate(async () => {
  const names = await caches.keys();
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return requests.flat().map(({ url }) => new URL(url).pathname);
});

for (const [how, away, back] of [
  ['the relay cannot be reached', ({ stand }) => stand.setLine('closed'), ({ stand }) => stand.setLine('open')],
  ['the browser is offline', ({ context }) => context.setOffline(true), ({ context }) => context.setOffline(false)],
]) {
  test(`the page opens and says what it needs while ${how}`, async ({ page, context, form, stand }) => {
    await form.open();
    await installed(page);
    await away({ context, stand });
    await page.reload();
    await expect(page.getByRole('alert')).toContainText('relay cannot be reached');
    await expect(page.locator('#host')).toBeEditable();
    await back({ context, stand });
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('alert')).toBeHidden();
    await expect(page.locator('.status .dot:not(.wait, .down)')).toBeVisible();
  });
}

test('nothing of the API is kept, and a session works with the worker in place', async ({ page, form, terminal, stand }) => {
  await form.open();
  await installed(page);
  await page.reload();
  await form.signIn(await stand.target('password'));
  await expect(page.locator('.pane')).toHaveAttribute('data-state', 'live');
  const files = await kept(page);
  expect(files).toContain('/');
  expect(files.filter((path) => path.startsWith('/api') || path.startsWith('/sessions'))).toEqual([]);
});

test('a newer page of the relay is shown at once, and the older one forgotten', async ({ page, stand }) => {
  let release = 1;
  // Before the relay: a newer build of its page, as an update of the relay would bring it.
  const proxy = createServer((request, response) => {
    const { hostname, port } = new URL(stand.line);
    const headers = { ...request.headers, host: `${hostname}:${port}`, 'accept-encoding': 'identity', 'if-none-match': '' };
    if (headers.origin) headers.origin = new URL(stand.line).origin;
    ask({ hostname, port, path: request.url, method: request.method, headers }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
        let body = Buffer.concat(chunks);
        if (request.url === '/') body = Buffer.from(body.toString().replace('<title>', `<meta name="release" content="${release}"><title>`));
        if (request.url === '/worker.js') body = Buffer.from(body.toString().replace(/"version":\s*"/, (found) => `${found}${release}`).replace(/version:\s*"/, (found) => `${found}${release}`));
        const { etag, 'content-length': _, ...rest } = answer.headers;
        response.writeHead(answer.statusCode, rest).end(body);
      });
    }).end();
  });
  await new Promise((done) => proxy.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${proxy.address().port}/`;
  try {
    const shown = () => page.locator('meta[name="release"]').getAttribute('content');
    await page.goto(address);
    await installed(page);
    const [before] = await page.evaluate(() => caches.keys());
    release = 2;
    await page.reload();
    expect(await shown()).toBe('2');
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
    await expect.poll(() => page.evaluate(() => caches.keys())).not.toContain(before);
    await new Promise((done) => proxy.close(done).closeAllConnections());
    await page.reload();
    expect(await shown()).toBe('2');
  } finally {
    proxy.close();
  }
});

test('a browser may install the page', async ({ page, context, form }) => {
  await form.open();
  const devtools = await context.newCDPSession(page);
  const { errors, data, url } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data);
  expect(manifest).toMatchObject({ name: 'Postern', display: 'standalone', start_url: '/' });
  for (const { src, sizes, type } of manifest.icons) {
    const answer = await page.request.get(new URL(src, url).href);
    expect(answer.headers()['content-type']).toBe(type);
    if (type !== 'image/png') continue;
    const png = await answer.body();
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes);
  }
  expect((await devtools.send('Page.getInstallabilityErrors')).installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
});

// What the browser is told to refuse, and that the page lives within it.

import { createServer } from 'node:http';

import { expect, test } from '../support/test.js';

test('the page runs under a policy without inline scripts, and breaks none of its rules', async ({ page, form, terminal, stand }) => {
  await page.addInitScript(() => {
    window.broken = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => window.broken.push(`${violatedDirective} ${blockedURI}`));
  });
  const answer = await page.goto(stand.line);
  const policy = answer.headers()['content-security-policy'];
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("'unsafe-inline'");
  expect(policy).not.toContain("'unsafe-eval'");
  await form.signIn(await stand.target('password'));
  await terminal.prompt();
  await terminal.run("printf '\\e[1;31mred\\e[m\\n'; seq 1 100");
  await page.keyboard.press('Control+Shift+F');
  await page.keyboard.type('99');
  expect(await page.evaluate(() => window.broken)).toEqual([]);
});

test.describe('an injected inline script', () => {
  test.use({ provoked: [[/Content Security Policy/], { option: true }] });

  test('does not run', async ({ page, form }) => {
    await form.open();
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.owned = 1';
      document.body.append(script);
      const image = document.createElement('img');
      image.setAttribute('onerror', 'window.owned = 2');
      image.src = '/none';
      document.body.append(image);
    });
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate(() => window.owned)).toBeUndefined();
  });
});

test.describe('another site', () => {
  test.use({ provoked: [[/frame-ancestors/, /chrome-error/], { option: true }] });

  test('can neither frame the page nor use its channels, even with the token', async ({ page, context, stand, shell }) => {
    const kept = await page.evaluate(() => Object.values(sessionStorage).join('\n'));
    const [token] = kept.match(/[\w-]{43}/);
    const session = new URL(page.url()).pathname.split('/').pop();
    const foreign = await serve(`<iframe src="${stand.relay}"></iframe>`);
    const other = await context.newPage();
    await other.goto(`http://127.0.0.1:${foreign.address().port}`);
    const opened = await other.evaluate(
      ([address, token]) =>
        new Promise((resolve) => {
          const socket = new WebSocket(address, ['postern.v1', `bearer.${token}`]);
          socket.onopen = () => resolve('opened');
          socket.onclose = () => resolve('refused');
        }),
      [`${stand.relay.replace('http', 'ws')}/api/sessions/${session}/shell`, token],
    );
    expect(opened).toBe('refused');
    const [, frame] = other.frames();
    expect(await frame.locator('#host').count()).toBe(0);
    expect(await shell.run('echo mine')).toBe('mine');
    foreign.close();
    foreign.closeAllConnections();
  });
});

/** A page of another origin on this machine. */
async function serve(html) {
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(html));
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

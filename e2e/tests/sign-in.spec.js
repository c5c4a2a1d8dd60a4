// Signing in by every kind of credential, and what a person reads when it fails.

import { createServer } from 'node:net';

import { expect, test } from '../support/test.js';

test('a password leads to a prompt, and echo answers', async ({ form, terminal, stand }) => {
  await form.open();
  await form.signIn(await stand.target('password'));
  await terminal.prompt();
  expect(await terminal.run('echo "hello, $((6*7))"')).toBe('hello, 42');
});

test('a pasted private key leads to a prompt', async ({ form, terminal, stand }) => {
  const target = await stand.target('key');
  await form.open();
  await form.place(target);
  await form.key(target.key);
  await form.submit();
  await form.acceptOnce();
  await terminal.prompt();
});

test('a key and then a code lead to a prompt, and the page says that there is one link', async ({ page, form, terminal, stand }) => {
  const target = await stand.target('key-then-code');
  await form.open();
  await form.place(target);
  await form.key(target.key);
  await form.submit();
  await form.acceptOnce();
  await form.answer(stand.codes[0]);
  await terminal.prompt();
  await expect(page.getByText('one link')).toBeVisible();
});

test('a target that asks is answered round by round, hidden and shown as it wants', async ({ form, terminal, stand }) => {
  await form.open();
  await form.place(await stand.target('rounds'));
  await form.askMe();
  await form.submit();
  await form.acceptOnce();
  const input = form.dialog.locator('input');
  await expect(form.dialog.getByText('Password:')).toBeVisible();
  await expect(input).toHaveAttribute('type', 'password');
  await form.answer(stand.password);
  await expect(form.dialog.getByText('Verification code:')).toBeVisible();
  await expect(input).toHaveAttribute('type', 'text');
  await form.answer(stand.codes[stand.echoed_code]);
  await expect(input).toHaveAttribute('type', 'password');
  await form.answer(stand.codes[0]);
  await terminal.prompt();
});

test('a wrong password is said, marked, and can be put right', async ({ page, form, terminal, stand }) => {
  const target = await stand.target('password');
  await form.open();
  await form.place(target);
  await form.password('wrong');
  await form.submit();
  await form.acceptOnce();
  await expect(page.getByRole('alert')).toContainText(`refused this password for ${target.user}`);
  await expect(page.locator('#password')).toHaveAttribute('aria-invalid', 'true');
  await form.password();
  await page.keyboard.press('Enter');
  // The host key was accepted a moment ago; nothing else has to be said.
  await terminal.prompt();
});

test('a sign-in that is left is cancelled, and what was half open is closed', async ({ page, form, shell, stand }) => {
  await page.getByRole('link', { name: /connect to a target/ }).first().click();
  const silent = await silentServer();
  await form.place({ host: '127.0.0.1', port: silent.address().port, user: stand.user });
  await form.password();
  await form.submit();
  await expect(page.locator('#connect')).toBeHidden();
  const cancelled = page.waitForEvent('requestfailed', (request) => request.method() === 'POST');
  await page.goBack();
  expect((await cancelled).failure().errorText).toBe('net::ERR_ABORTED');
  await shell.state('live');
  silent.close();

  await page.getByRole('link', { name: /connect to a target/ }).first().click();
  await form.place(await stand.target('rounds'));
  await form.askMe();
  await form.submit();
  await form.acceptOnce();
  await expect(form.dialog.getByText('Password:')).toBeVisible();
  const closed = page.waitForResponse((response) => response.request().method() === 'DELETE');
  await page.goBack();
  expect((await closed).status()).toBe(204);
  await shell.state('live');
});

test('a closed port and an unknown name are told apart', async ({ page, form, stand }) => {
  await form.open();
  await form.place({ host: '127.0.0.1', port: stand.closed_port, user: stand.user });
  await form.password();
  await form.submit();
  await expect(page.getByRole('alert')).toContainText(`127.0.0.1:${stand.closed_port} refused the connection`);
  await form.place({ host: 'host.invalid', port: 22, user: stand.user });
  await form.submit();
  await expect(page.getByRole('alert')).toContainText('host.invalid has no address');
});

test('a whole ssh command in the host field fills in the rest', async ({ page, form, terminal, stand }) => {
  const target = await stand.target('password');
  await form.open();
  await page.locator('#host').fill(`ssh -p ${target.port} ${target.user}@127.0.0.1`);
  await page.locator('#host').blur();
  await expect(page.locator('#port')).toHaveValue(String(target.port));
  await expect(page.locator('#user')).toHaveValue(target.user);
  await form.password();
  await form.submit();
  await form.acceptOnce();
  await terminal.prompt();
});

test('a jump host is gone through, and both its key and the target’s are asked about', async ({ page, form, terminal, stand }) => {
  const [hop, target] = [await stand.target('password'), await stand.target('password')];
  await form.open();
  await form.place(target);
  await form.password();
  await page.getByText('Jump through').click();
  await page.getByRole('textbox', { name: 'Hop 1', exact: true }).fill(`${hop.user}@127.0.0.1:${hop.port}`);
  await form.submit();
  await expect(form.dialog).toContainText(`127.0.0.1:${hop.port}`);
  await form.acceptOnce();
  await expect(form.dialog).toContainText(`127.0.0.1:${target.port}`);
  await form.acceptOnce();
  await terminal.prompt();
  expect(await terminal.run('echo there')).toBe('there');
});

test('no secret is kept by the browser', async ({ page, form, terminal, stand }) => {
  await form.open();
  await form.signIn(await stand.target('password'));
  await terminal.prompt();
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));
  expect(kept).not.toContain(stand.password);
  // The list of recent targets is what is kept, and it fills the form.
  await page.goBack();
  await expect(page.locator('#host')).toBeEditable();
  await expect(page.locator('#password')).toHaveValue('');
});

/** Takes connections, and says nothing. */
async function silentServer() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

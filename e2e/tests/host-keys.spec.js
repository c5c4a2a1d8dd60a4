// The host key question: what it shows, what Enter does, and that a changed key has no way on.

import { expect, test } from '../support/test.js';

test('the fingerprint shown is the server’s, and Cancel has the focus', async ({ page, form, stand }) => {
  const target = await stand.target('password');
  await form.open();
  await form.place(target);
  await form.password();
  await form.submit();
  const shown = (await form.dialog.locator('.print').innerText()).replace(/\s/g, '');
  expect(shown).toBe(target.fingerprint);
  await expect(form.dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(form.dialog).toBeHidden();
  await expect(page.locator('#connect')).toBeVisible();
  expect(await stand.knownHosts()).not.toContain(`:${target.port} `);
});

test('accepted once, it is asked about again', async ({ form, terminal, stand }) => {
  const target = await stand.target('password');
  await form.open();
  await form.signIn(target);
  await terminal.prompt();
  expect(await stand.knownHosts()).not.toContain(`:${target.port} `);
  await form.open();
  await form.signIn(target);
  await terminal.prompt();
});

test('accepted always, it is remembered, and a change is refused with no way on', async ({ page, form, terminal, stand }) => {
  const target = await stand.target('password');
  await form.open();
  await form.place(target);
  await form.password();
  await form.submit();
  await form.acceptAlways();
  await terminal.prompt();
  expect(await stand.knownHosts()).toContain(`[127.0.0.1]:${target.port} ssh-ed25519 `);

  const { fingerprint } = await stand.changeHostKey(target);
  await form.open();
  await form.place(target);
  await form.password();
  await form.submit();
  await expect(form.dialog).toContainText('has changed');
  const shown = (await form.dialog.innerText()).replace(/\s/g, '');
  for (const print of [target.fingerprint, fingerprint]) expect(shown).toContain(print);
  for (const name of ['Accept once', 'Accept always', 'Connect']) {
    await expect(form.dialog.getByRole('button', { name })).toHaveCount(0);
  }
  await page.keyboard.press('Enter');
  await expect(form.dialog).toBeHidden();
});

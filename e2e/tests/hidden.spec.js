// A page that nobody sees, in a browser that puts its timers off.

import { mkdtemp, chmod, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from '../support/test.js';

test('programs go on while nobody sees the page, and then all of it is there', async ({ page, form, terminal, stand }) => {
  const directory = await mkdtemp(join(tmpdir(), 'postern-hidden-'));
  await chmod(directory, 0o777);
  await page.addInitScript(() => {
    let isHidden = false;
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
    window.hide = (hidden) => {
      isHidden = hidden;
      document.dispatchEvent(new Event('visibilitychange'));
    };
    // As browsers do after some minutes.
    const { setTimeout } = window;
    window.setTimeout = (call, delay, ...given) => setTimeout(call, isHidden ? 60_000 : delay, ...given);
  });
  const target = await stand.target('password');
  await form.open();
  await form.signIn(target);
  await terminal.prompt();
  await terminal.type(`sleep 1; seq 1 250000; touch ${directory}/done\n`);
  await page.evaluate(() => window.hide(true));
  await expect.poll(() => readdir(directory)).toEqual(['done']);
  await page.evaluate(() => window.hide(false));
  await terminal.shows('250000');
  expect(await terminal.run('echo typed')).toBe('typed');
  await rm(directory, { recursive: true });
});

// Keys that programs need, and the one that copies.

import { expect, test } from '../support/test.js';

test('a selection is copied with Ctrl+Shift+C, and Ctrl-C stays the program’s', async ({ page, shell }) => {
  await shell.run('echo copy-this-word');
  await page.evaluate(() => {
    const buffer = window.openTerminal.buffer.active;
    for (let at = 0; at < buffer.length; at += 1) {
      if (buffer.getLine(at).translateToString(true) === 'copy-this-word') window.openTerminal.select(0, at, 14);
    }
  });
  await page.keyboard.press('Control+Shift+C');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('copy-this-word');
});

test('Tab, Escape and the arrow keys belong to the program', async ({ page, shell }) => {
  await shell.feed('cat -v');
  for (const key of ['Tab', 'Escape', 'ArrowUp', 'F5', 'Alt+x', 'Control+a']) await page.keyboard.press(key);
  await page.keyboard.press('Enter');
  await shell.shows(/\^\[\^\[\[A\^\[\[15~\^\[x\^A/);
  await expect(page.locator('.pane')).toBeVisible();
});

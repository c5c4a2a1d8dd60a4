// The clipboard by mouse: the browser's own menu finds what is selected, and pastes as a paste.

import { expect, test } from '../support/test.js';

/** What an entry of the browser's menu does; the menu itself is no part of the page, and Chromium shows none here. */
async function choose(page, command) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', commands: [command] });
  await devtools.detach();
}

/** Where this line of the terminal is. */
async function whereIs(page, text) {
  const row = await page.evaluate((text) => {
    const { active } = window.openTerminal.buffer;
    for (let at = 0; at < window.openTerminal.rows; at += 1) {
      if (active.getLine(active.viewportY + at)?.translateToString(true) === text) return at;
    }
    return undefined;
  }, text);
  const [columns, rows] = await page.evaluate(() => [window.openTerminal.cols, window.openTerminal.rows]);
  const { x, y, width, height } = await page.locator('.xterm-screen').boundingBox();
  const cell = { width: width / columns, height: height / rows };
  return { x: x + cell.width / 2, y: y + (row + 0.5) * cell.height, end: x + (text.length - 0.25) * cell.width };
}

test('what the mouse selects is copied by the menu', async ({ page, shell }) => {
  await shell.run('echo drag-over-this');
  const { x, y, end } = await whereIs(page, 'drag-over-this');
  await page.mouse.move(x - 2, y);
  await page.mouse.down();
  await page.mouse.move(end, y, { steps: 5 });
  await page.mouse.up();
  await page.mouse.click((x + end) / 2, y, { button: 'right' });
  await choose(page, 'copy');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('drag-over-this');
  expect(await shell.run('echo typed')).toBe('typed');
});

test('a double click selects a word, and nothing is typed by it', async ({ page, shell }) => {
  await shell.run('echo one-word');
  const { x, y } = await whereIs(page, 'one-word');
  await page.mouse.dblclick(x + 20, y);
  await expect.poll(() => page.evaluate(() => window.openTerminal.getSelection())).toBe('one-word');
  expect(await shell.run('echo typed')).toBe('typed');
});

test('the menu pastes, and a smuggled end of the paste is taken out', async ({ page, shell }) => {
  await shell.run("bind 'set enable-bracketed-paste on'");
  await page.evaluate(() => navigator.clipboard.writeText('touch by-mouse\u001b[201~\ntouch more\n'));
  const { x, y } = await page.locator('.xterm-screen').boundingBox();
  await page.mouse.click(x + 100, y + 100, { button: 'right' });
  await choose(page, 'paste');
  await shell.shows('touch more');
  await page.keyboard.press('Control+c');
  await shell.shows(/\^C\n\$$/);
  expect(await shell.run('ls | wc -l')).toBe('0');
});

// Input that is more than single keys: compositions, pastes, and keys that programs need.

import { expect, test } from '../support/test.js';

test('Chinese typed through a composition arrives once', async ({ page, context, shell }) => {
  const devtools = await context.newCDPSession(page);
  await shell.feed('cat > typed');
  for (const [spelling, chosen] of [['zhong', '中'], ['wen', '文'], ['nihao', '你好']]) {
    for (let end = 1; end <= spelling.length; end += 1) {
      await devtools.send('Input.imeSetComposition', { text: spelling.slice(0, end), selectionStart: end, selectionEnd: end });
    }
    await devtools.send('Input.insertText', { text: chosen });
  }
  await shell.shows('中文你好');
  await shell.type('\n\u0004');
  await shell.prompt();
  expect(await shell.run('cat typed')).toBe('中文你好');
});

test('an abandoned composition types nothing', async ({ page, context, shell }) => {
  const devtools = await context.newCDPSession(page);
  await devtools.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 });
  await devtools.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 });
  expect(await shell.run('echo clean')).toBe('clean');
});

test('a paste of a megabyte arrives whole', async ({ page, shell }) => {
  test.slow();
  const text = Array.from({ length: 20_000 }, (_, at) => `${String(at).padStart(6, '0')} ${'postern '.repeat(6)}\n`).join('');
  expect(text.length).toBeGreaterThan(1_000_000);
  await shell.feed('stty -echo; cat > pasted; stty echo');
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.keyboard.press('Control+Shift+V');
  // A shell that reads all of it gives the prompt back after the end of file.
  await shell.type('\u0004');
  await shell.shows(/\$$/);
  const sum = await shell.run('sha256sum < pasted');
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  expect(sum.slice(0, 64)).toBe(Buffer.from(hash).toString('hex'));
});

test('a paste into a shell with bracketed paste runs nothing by itself', async ({ page, shell }) => {
  await shell.run("bind 'set enable-bracketed-paste on'");
  await page.evaluate(() => navigator.clipboard.writeText('touch one\ntouch two\n'));
  await page.keyboard.press('Control+Shift+V');
  await shell.shows('touch two');
  await page.keyboard.press('Control+c');
  await shell.shows(/\^C\n\$$/);
  expect(await shell.run('ls | wc -l')).toBe('0');
});

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

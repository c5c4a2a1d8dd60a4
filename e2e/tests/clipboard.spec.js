// The clipboard by mouse and by programs: menus, the buttons of the mouse, and what a target may put on it.

import { expect, test } from '../support/test.js';

/** What an entry of the browser's menu does; the menu itself is no part of the page, and Chromium shows none here. */
async function choose(page, command) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', commands: [command] });
  await devtools.detach();
}

/** A click of the right button with Shift: the browser's menu, or ours over a program with mouse. */
async function shiftClick(page, x, y) {
  await page.keyboard.down('Shift');
  await page.mouse.click(x, y, { button: 'right' });
  await page.keyboard.up('Shift');
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

test('what the mouse selects is copied by the browser’s menu, which Shift opens', async ({ page, shell }) => {
  await shell.run('echo drag-over-this');
  const { x, y, end } = await whereIs(page, 'drag-over-this');
  await page.mouse.move(x - 2, y);
  await page.mouse.down();
  await page.mouse.move(end, y, { steps: 5 });
  await page.mouse.up();
  await shiftClick(page, (x + end) / 2, y);
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

test('the browser’s menu pastes, and a smuggled end of the paste is taken out', async ({ page, shell }) => {
  await shell.run("bind 'set enable-bracketed-paste on'");
  await page.evaluate(() => navigator.clipboard.writeText('touch by-mouse\u001b[201~\ntouch more\n'));
  const { x, y } = await page.locator('.xterm-screen').boundingBox();
  await shiftClick(page, x + 100, y + 100);
  await choose(page, 'paste');
  await shell.shows('touch more');
  await page.keyboard.press('Control+c');
  await shell.shows(/\^C\n\$$/);
  expect(await shell.run('ls | wc -l')).toBe('0');
});

const menu = (page) => page.getByRole('menu', { name: 'Terminal' });
const choices = (page, chosen) => page.evaluate((clipboard) => {
  localStorage.setItem('postern.settings', JSON.stringify({ clipboard }));
  // Another tab changes them so.
  dispatchEvent(new StorageEvent('storage'));
}, chosen);
const write = (page, text) => page.evaluate((text) => navigator.clipboard.writeText(text), text);
const read = (page) => page.evaluate(() => navigator.clipboard.readText());

/** Selects a line of the terminal by a double click on its one word. */
async function select(page, shell, word) {
  await shell.run(`echo ${word}`);
  const { x, y } = await whereIs(page, word);
  await page.mouse.dblclick(x + 20, y);
  await expect.poll(() => page.evaluate(() => window.openTerminal.getSelection())).toBe(word);
  return { x: x + 20, y };
}

test('the right button opens a menu that copies and pastes, and gives the keyboard back', async ({ page, shell }) => {
  const { x, y } = await select(page, shell, 'menu-word');
  await page.mouse.click(x, y, { button: 'right' });
  await menu(page).getByRole('menuitem', { name: 'Copy' }).click();
  await expect(menu(page)).toBeHidden();
  expect(await read(page)).toBe('menu-word');
  await page.mouse.click(x, y, { button: 'right' });
  await menu(page).getByRole('menuitem', { name: 'Paste', exact: true }).click();
  await shell.shows(/\$ menu-word$/);
  await page.keyboard.press('Control+u');
  expect(await shell.run('echo typed')).toBe('typed');
});

test('the menu works by keyboard alone', async ({ page, shell }) => {
  await write(page, 'echo looked');
  await page.keyboard.press('Shift+F10');
  // Nothing is selected, so copying is off.
  await expect(menu(page).getByRole('menuitem', { name: 'Paste', exact: true })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(menu(page).getByRole('menuitem', { name: 'Clear the scrollback' })).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('textbox')).toHaveValue('echo looked');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ContextMenu');
  await expect(menu(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu(page)).toBeHidden();
  expect(await shell.run('echo typed')).toBe('typed');
});

test('a program with mouse gets the right button, and Shift opens the menu', async ({ page, shell }) => {
  await shell.feed(`printf '\\e[?1000h\\e[?1006h'; cat -v`);
  const { x, y } = await page.locator('.xterm-screen').boundingBox();
  await page.mouse.click(x + 50, y + 50, { button: 'right' });
  await expect(menu(page)).toBeHidden();
  await page.keyboard.press('Enter');
  await shell.shows('^[[<2;');
  await shiftClick(page, x + 50, y + 50);
  await expect(menu(page)).toBeVisible();
});

test('the buttons do what the person chose', async ({ page, shell }) => {
  await choices(page, { copies_selection: true, right: 'paste', middle_pastes: false });
  const { x, y } = await select(page, shell, 'chosen-word');
  await expect.poll(() => read(page)).toBe('chosen-word');
  await page.mouse.click(x, y, { button: 'middle' });
  await page.mouse.click(x, y, { button: 'right' });
  await shell.shows(/\$ chosen-word$/);
});

test('nothing is copied by selecting alone unless the person wants it', async ({ page, shell }) => {
  await write(page, 'kept');
  await select(page, shell, 'other-word');
  expect(await read(page)).toBe('kept');
});

/** Lets the target send an OSC 52 sequence. */
const offer = (shell, text) => shell.run(`printf '\\e]52;c;%s\\a' "$(printf %s '${text}' | base64 -w0)"`);

test('a program that wants the clipboard is asked about, and takes no key meanwhile', async ({ page, shell }) => {
  await write(page, 'kept');
  await offer(shell, 'from the target');
  const bar = page.locator('.offer');
  await expect(bar).toContainText('wants to copy 15 characters');
  expect(await read(page)).toBe('kept');
  expect(await shell.run('echo typed')).toBe('typed');
  await bar.getByRole('button', { name: 'Copy' }).click();
  expect(await read(page)).toBe('from the target');
  await expect(bar).toBeHidden();
  expect(await shell.run('echo typed')).toBe('typed');
  // By keyboard it is in the menu.
  await offer(shell, 'second');
  await expect(bar).toBeVisible();
  await page.keyboard.press('Shift+F10');
  await page.keyboard.press('Enter');
  await expect.poll(() => read(page)).toBe('second');
});

test('a program may write to the clipboard or not, as the person chose, and never reads it', async ({ page, shell }) => {
  await write(page, 'secret');
  await choices(page, { program: 'off' });
  await offer(shell, 'never');
  await expect(page.locator('.offer')).toBeHidden();
  expect(await read(page)).toBe('secret');
  await shell.feed(`printf '\\e]52;c;?\\a'; cat -v`);
  await page.keyboard.type('end\n');
  await shell.shows(/\nend\nend$/);
  await page.keyboard.press('Control+c');
  await shell.shows(/\$$/);
  await choices(page, { program: 'write' });
  await offer(shell, 'written');
  await expect.poll(() => read(page)).toBe('written');
});
